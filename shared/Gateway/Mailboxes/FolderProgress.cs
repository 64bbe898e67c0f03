using Postern.Core.Fetching;

namespace Postern.Gateway.Mailboxes;

/// <summary>How far one run has come in one folder.</summary>
internal sealed class FolderProgress(FolderPosition start)
{
    private readonly FolderPosition _start = start;

    /// <summary>The position behind the last mail.</summary>
    public FolderPosition Position { get; set; } = start;

    /// <summary>
    /// Mails that the server has refused since the last success; none of them is counted as an attempt yet.
    /// </summary>
    public List<string> Refused { get; } = [];

    /// <summary>How many mails were tried.</summary>
    public int Done { get; private set; }

    /// <summary>Whether any of them did not fail.</summary>
    public bool Succeeded { get; private set; }

    /// <summary>The first warning.</summary>
    public string? Warning { get; private set; }

    public void Add(FetchedResult result)
    {
        Position = result.Position;
        Done++;
        Succeeded |= result.Failure is null;
        Warning ??= result.Warning;
    }

    /// <summary>
    /// Drops the refusals of this run if nothing succeeded and too many mails wait for another attempt already.
    /// </summary>
    public void KeepFewRefusals()
    {
        if (!Succeeded)
            Position = FetchRetries.AfterRefusal(_start, Position);
    }
}

/// <summary>The result of fetching one mail.</summary>
/// <param name="Position">The position behind it.</param>
/// <param name="Warning">Why the action after the fetch failed; the mail itself was accepted.</param>
/// <param name="Failure">Why the mail was not fetched. A server's refusal is not counted as an attempt yet.</param>
internal sealed record FetchedResult(FolderPosition Position, string? Warning = null, Exception? Failure = null);
