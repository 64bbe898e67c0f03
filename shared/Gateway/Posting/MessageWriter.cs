using System.Text.Json;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>Makes the row of a message: HTML is sanitised, files and long bodies are stored as blobs first.</summary>
public sealed class MessageWriter(ContentStore content)
{
    // Characters of text and HTML together that the row itself holds.
    internal const int InlineLimit = 48_000;

    // Characters that they and the new text may have in the row: JSON escapes some characters as six.
    private const int StoredLimit = 250_000;

    public async Task<ThreadMessage> WriteAsync(
        PostingPlan plan,
        MessageContent message,
        CancellationToken cancellationToken
    )
    {
        var bodies = MessageBodies.Of(message);
        var files = await StoreFilesAsync(bodies.Files, cancellationToken);
        var inline = FitsInline(bodies);
        return new ThreadMessage
        {
            Key = plan.Message,
            Id = plan.Program?.Id,
            Metadata = plan.Program?.Metadata,
            Thread = plan.Thread,
            Time = plan.Time,
            Kind = plan.Kind,
            Author = plan.Author,
            Stranger = plan.Stranger,
            Subject = message.Subject,
            Text = inline ? bodies.Text : null,
            NewText = inline ? bodies.NewText : null,
            Signature = inline ? bodies.Signature : null,
            Html = inline ? bodies.Html : null,
            TextBlob = inline ? null : await StoreAsync(bodies.Text, cancellationToken),
            HtmlBlob = inline ? null : await StoreAsync(bodies.Html, cancellationToken),
            Attachments = files,
            MessageId = plan.MessageId,
            SourceMessageId = message.SourceMessageId,
            References = plan.References,
            InReplyTo = plan.InReplyTo,
            Mail = message.Mail,
            Automatic = message.Automatic,
            Forged = message.Forged,
            Spam = plan.Spam,
            Verified = message.Verified,
            Outgoing = message.Outgoing,
            HaveIt = plan.HaveIt,
        };
    }

    /// <summary>The bodies of a message, from its row or from blobs.</summary>
    public async Task<(string? Text, string? Html)> ReadBodiesAsync(
        ThreadMessage message,
        CancellationToken cancellationToken
    )
    {
        var text = message.Text ?? await ReadAsync(message.TextBlob, cancellationToken);
        var html = message.Html ?? await ReadAsync(message.HtmlBlob, cancellationToken);
        return (text, html);
    }

    private static bool FitsInline(MessageBodies bodies) =>
        (bodies.Text?.Length ?? 0) + (bodies.Html?.Length ?? 0) <= InlineLimit
        && StoredLength(bodies.Text)
            + StoredLength(bodies.Html)
            + StoredLength(bodies.NewText)
            + StoredLength(bodies.Signature)
            <= StoredLimit;

    private static int StoredLength(string? text) =>
        text is null ? 0 : JsonSerializer.SerializeToUtf8Bytes(text, PosternJson.Tolerant).Length;

    private async Task<IReadOnlyList<MessageAttachment>> StoreFilesAsync(
        IReadOnlyList<ContentFile> files,
        CancellationToken cancellationToken
    )
    {
        var attachments = new List<MessageAttachment>();
        foreach (var file in files)
        {
            var (blob, length) = await content.PutAsync(file.Open, cancellationToken);
            attachments.Add(new MessageAttachment(file.Name, file.Type, length, blob, file.ContentId));
        }
        return attachments;
    }

    /// <summary>Stores a long text; returns the name of its blob.</summary>
    internal async Task<string?> StoreAsync(string? text, CancellationToken cancellationToken) =>
        text is null ? null : (await content.PutAsync(BinaryData.FromString(text).ToStream, cancellationToken)).Name;

    private async Task<string?> ReadAsync(string? blob, CancellationToken cancellationToken)
    {
        if (blob is null)
            return null;
        var text = await content.FindAsync(blob, cancellationToken);
        return text?.ToString() ?? throw new InvalidDataException($"Blob '{blob}' is gone.");
    }
}
