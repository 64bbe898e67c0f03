namespace Postern.DevHost.Configuration;

/// <summary>Something that keeps the host from starting: a setting or a function that it cannot take. The message names it.</summary>
internal sealed class SetupException(string message) : Exception(message);
