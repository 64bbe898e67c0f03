namespace Postern.Core.Configuration;

/// <summary>When bounces add an address to the blacklist (P28): the parameters <c>mail.blacklist.*</c>.</summary>
/// <param name="Bounces">Number of bounces.</param>
/// <param name="Window">Period in which they must occur.</param>
/// <param name="Spread">
/// Minimum time between the first and the last: bounces within a few days may be a fault of the server, not of the
/// address.
/// </param>
public sealed record BlacklistLimits(int Bounces, TimeSpan Window, TimeSpan Spread);
