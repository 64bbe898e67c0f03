namespace Postern.Core.Configuration;

/// <summary>When bounces put an address on the blacklist (P28): the parameters <c>mail.blacklist.*</c>.</summary>
/// <param name="Bounces">How many it takes.</param>
/// <param name="Window">Within which time.</param>
/// <param name="Spread">How far apart the first and the last must lie, so that a server's mistake of some days is none of the address.</param>
public sealed record BlacklistLimits(int Bounces, TimeSpan Window, TimeSpan Spread);
