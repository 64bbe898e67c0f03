namespace Postern.DevHost.Timers;

/// <summary>What is remembered of a timer between runs, in UTC. A timer that has never run has no <c>Last</c>.</summary>
internal sealed record TimerStatus(string Schedule, DateTime? Last, DateTime Next, DateTime LastUpdated);
