namespace Postern.DevHost.Configuration;

/// <summary>The host cannot start because of a setting or a function; the message names it.</summary>
internal sealed class SetupException(string message) : Exception(message);
