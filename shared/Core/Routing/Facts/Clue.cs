using Postern.Contracts;

namespace Postern.Core.Routing.Facts;

/// <summary>A part of a mail that names a thread.</summary>
/// <param name="Kind">Where in the mail it stands.</param>
/// <param name="Text">The id or tag as written in the mail.</param>
/// <param name="Thread">The thread that it names.</param>
/// <param name="Message">Key of the message that it names; null when it names only a thread.</param>
/// <param name="Note">Whether it shows that the answered message is a note.</param>
/// <param name="Authentic">Whether the gateway signed it: nobody else can make one up.</param>
public sealed record Clue(
    ClueKind Kind,
    string Text,
    ThreadKey Thread,
    string? Message = null,
    bool Note = false,
    bool Authentic = false
)
{
    /// <summary>
    /// The mails that have this Message-Id where nothing tells which of them is answered; then <see cref="Thread"/> is
    /// one of theirs. Empty for a clue that names one thread.
    /// </summary>
    public IReadOnlyList<ClueCandidate> Candidates { get; init; } = [];

    /// <summary>Whether it does not tell which of several threads is meant.</summary>
    internal bool IsOpen => Candidates.Count > 0;

    /// <summary>The subject of a sentence about it.</summary>
    internal string InWords() =>
        Kind switch
        {
            ClueKind.References => "The field References",
            ClueKind.InReplyTo => "The field In-Reply-To",
            ClueKind.Tag => "The tag of the address that it was sent to",
            _ => "The hidden mark in the quoted text",
        };
}

/// <summary>One of the mails that have the same Message-Id.</summary>
/// <param name="Thread">The thread that it is on; null when it is on none.</param>
/// <param name="Message">Its message there.</param>
/// <param name="Author">Address of its author; "" without one.</param>
public sealed record ClueCandidate(ThreadKey? Thread, string? Message, string Author);

/// <summary>The kinds of clues, most trusted first.</summary>
public enum ClueKind
{
    References,
    InReplyTo,
    Tag,
    Marker,
}
