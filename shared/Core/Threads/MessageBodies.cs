using Postern.Core.Html;

namespace Postern.Core.Threads;

/// <summary>The bodies and files of a message as they are stored.</summary>
public sealed record MessageBodies(string? Text, string? Html, string? NewText, IReadOnlyList<ContentFile> Files)
{
    /// <summary>The signature in the text; null when none is known.</summary>
    public string? Signature { get; private init; }

    /// <summary>
    /// Sanitises the content of a message. HTML that is too large or too deep for that is stored as a file, and the
    /// message shows its text.
    /// </summary>
    public static MessageBodies Of(MessageContent message) =>
        Clean(message) with
        {
            Signature = RemoveTraces(message.Signature),
        };

    private static MessageBodies Clean(MessageContent message)
    {
        // A mail that a program sends as its own keeps its text as it is.
        var isOwn = message.Outgoing is not null;
        var text = isOwn ? message.Text : RemoveTraces(message.Text);
        var newText = RemoveTraces(message.NewText);
        if (message.Html is not { } html)
            return new MessageBodies(text, null, newText, message.Files);
        if ((isOwn ? HtmlCleaner.CleanOwn(html) : HtmlCleaner.Clean(html)) is { } clean)
            return new MessageBodies(text, clean, newText, message.Files);
        var shown = isOwn ? html : OwnTraces.RemoveFrom(html);
        var file = new ContentFile("original.html", "text/html", BinaryData.FromString(shown).ToStream);
        return new MessageBodies(text ?? HtmlText.FromHtml(shown), null, newText, [.. message.Files, file]);
    }

    private static string? RemoveTraces(string? text) => text is null ? null : OwnTraces.RemoveFrom(text);
}
