using Postern.Contracts;

namespace Postern.Core.Threads;

/// <summary>
/// The References of a message's copies (RFC 5322 §3.6.4): its last ancestors, each with the Message-Id of our copies
/// and that of the mail that it came by, then the message's own ids, since a relay may replace the Message-Id field. A
/// note is never an ancestor of a comment, so that outsiders do not see its id.
/// </summary>
internal static class Ancestry
{
    private const int Ancestors = 3;
    private const int IdsOfOne = 2;

    /// <summary>The References of a message whose parent is not known.</summary>
    /// <param name="kind">Kind of the message.</param>
    /// <param name="latest">The latest messages of the thread, newest first.</param>
    /// <param name="source">Message-Id of the mail that the message came by, if any.</param>
    /// <param name="own">Message-Id of our copies of the message.</param>
    public static IReadOnlyList<string> OfLatest(
        MessageKind kind,
        IReadOnlyList<ThreadMessage> latest,
        string? source,
        string own
    )
    {
        var ancestors = latest.Where(message => CanPrecede(message, kind)).Take(Ancestors).Reverse();
        return With(ancestors.SelectMany(IdsOf), source, own);
    }

    /// <summary>The References of a message that answers another.</summary>
    public static IReadOnlyList<string> OfParent(MessageKind kind, ThreadMessage parent, string? source, string own)
    {
        var parentIds = IdsOf(parent);
        var ancestors = parent.References.Except(parentIds).Concat(CanPrecede(parent, kind) ? parentIds : []);
        return With(ancestors.TakeLast(Ancestors * IdsOfOne), source, own);
    }

    /// <summary>The References of a message that answers no message of ours.</summary>
    public static IReadOnlyList<string> OfMail(IEnumerable<string> references, string? source, string own) =>
        With(references.TakeLast(Ancestors), source, own);

    /// <summary>Whether the recipients of a message of one kind may see the id of another message.</summary>
    public static bool CanPrecede(ThreadMessage message, MessageKind kind) =>
        kind == MessageKind.Note || message.Kind == MessageKind.Comment;

    private static List<string> IdsOf(ThreadMessage message) =>
        [.. new[] { message.SourceMessageId, message.MessageId }.OfType<string>()];

    private static List<string> With(IEnumerable<string> ancestors, string? source, string own) =>
        [.. ancestors.Append(source).Append(own).OfType<string>().Distinct()];
}
