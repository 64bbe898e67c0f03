using Postern.Contracts;

namespace Postern.Core.Routing.Facts;

/// <summary>Something in a mail that names a thread.</summary>
/// <param name="Kind">Which clue.</param>
/// <param name="Text">The id or tag as it stands in the mail.</param>
/// <param name="Thread">The thread that it names.</param>
/// <param name="Message">Key of the message that it names, when it names one.</param>
/// <param name="Note">Whether it says that a note is answered.</param>
public sealed record Clue(ClueKind Kind, string Text, ThreadKey Thread, string? Message = null, bool Note = false);

/// <summary>Clues in the order in which they are believed.</summary>
public enum ClueKind
{
    References,
    InReplyTo,
    Tag,
    Marker,
}
