using Postern.Contracts;

namespace Postern.Core.Threads;

/// <summary>
/// What a message's copies refer to (RFC 5322 §3.6.4): its last ancestors, each by the Message-Id of our copies and by that of the
/// mail that it came by, then the message itself, since a relay may replace the Message-Id field. A note is no ancestor of a
/// comment, so that outsiders never learn of it.
/// </summary>
internal static class Ancestry
{
    private const int Ancestors = 3;
    private const int IdsOfOne = 2;

    /// <summary>References of a message, from the thread's latest messages, newest first.</summary>
    public static IReadOnlyList<string> OfLatest(
        MessageKind kind,
        IReadOnlyList<ThreadMessage> latest,
        string? source,
        string own
    ) =>
        With(
            latest.Where(message => CanPrecede(message, kind)).Take(Ancestors).Reverse().SelectMany(IdsOf),
            source,
            own
        );

    /// <summary>References of a message that answers another, whose own references are its ancestors.</summary>
    public static IReadOnlyList<string> OfParent(MessageKind kind, ThreadMessage parent, string? source, string own) =>
        With(
            parent
                .References.Except(IdsOf(parent))
                .Concat(CanPrecede(parent, kind) ? IdsOf(parent) : [])
                .TakeLast(Ancestors * IdsOfOne),
            source,
            own
        );

    /// <summary>References of a message that answers nothing of ours: what its mail refers to.</summary>
    public static IReadOnlyList<string> OfMail(IEnumerable<string> references, string? source, string own) =>
        With(references.TakeLast(Ancestors), source, own);

    /// <summary>Whether a message may be named to everybody who gets one of a kind.</summary>
    public static bool CanPrecede(ThreadMessage message, MessageKind kind) =>
        kind == MessageKind.Note || message.Kind == MessageKind.Comment;

    private static IEnumerable<string> IdsOf(ThreadMessage message) =>
        new[] { message.SourceMessageId, message.MessageId }.OfType<string>();

    private static List<string> With(IEnumerable<string> ancestors, string? source, string own) =>
        [.. ancestors.Append(source).Append(own).OfType<string>().Distinct()];
}
