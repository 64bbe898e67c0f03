namespace Postern.DevHost.Configuration;

/// <summary>A command line that cannot be understood; the message names the option.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
