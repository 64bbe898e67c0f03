namespace Postern.DevHost.Timers;

/// <summary>The stored status of a timer, in UTC. <c>Last</c> is <c>null</c> before the first run.</summary>
internal sealed record TimerStatus(string Schedule, DateTime? Last, DateTime Next, DateTime LastUpdated);
