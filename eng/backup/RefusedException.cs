namespace Postern.Backup;

/// <summary>What was asked for is not done; the message says what to do instead.</summary>
internal sealed class RefusedException(string message, int exitCode = ExitCode.Refused) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
