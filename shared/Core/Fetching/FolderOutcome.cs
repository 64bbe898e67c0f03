namespace Postern.Core.Fetching;

/// <summary>How it went with a folder.</summary>
/// <param name="Waiting">Mails that are left to the next run.</param>
/// <param name="Warning">What went wrong although the mail was taken in.</param>
public sealed record FolderOutcome(int Waiting, string? Warning);
