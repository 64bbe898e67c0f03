namespace Postern.Backup;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Stopped in the middle: the same command goes on from there.</summary>
    public const int Again = 1;

    /// <summary>Nothing was done; the command, the folder or the account must be another.</summary>
    public const int Refused = 2;

    /// <summary>Files or account are not what the backup says.</summary>
    public const int Differs = 3;
}
