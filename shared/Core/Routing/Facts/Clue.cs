using Postern.Contracts;

namespace Postern.Core.Routing.Facts;

/// <summary>A part of a mail that names a thread.</summary>
/// <param name="Kind">Where in the mail it stands.</param>
/// <param name="Text">The id or tag as written in the mail.</param>
/// <param name="Thread">The thread that it names.</param>
/// <param name="Message">Key of the message that it names; null when it names only a thread.</param>
/// <param name="Note">Whether it shows that the answered message is a note.</param>
public sealed record Clue(ClueKind Kind, string Text, ThreadKey Thread, string? Message = null, bool Note = false)
{
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

/// <summary>The kinds of clues, most trusted first.</summary>
public enum ClueKind
{
    References,
    InReplyTo,
    Tag,
    Marker,
}
