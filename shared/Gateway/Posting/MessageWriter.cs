using System.Text.Json;
using Postern.Core.Html;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>Makes the row of a message: files and long bodies go to blobs first, HTML is sanitised.</summary>
public sealed class MessageWriter(ContentStore content)
{
    // Characters that text and HTML together may have in the row itself.
    private const int InlineLimit = 48_000;

    // Characters that they and what is new may have as the row keeps them: JSON writes some as six.
    private const int StoredLimit = 250_000;

    public async Task<ThreadMessage> WriteAsync(
        PostingPlan plan,
        MessageContent message,
        CancellationToken cancellationToken
    )
    {
        var isOwn = message.Outgoing is not null;
        var html =
            message.Html is null ? null
            : isOwn ? HtmlCleaner.CleanOwn(message.Html)
            : HtmlCleaner.Clean(message.Html);
        var text = message.Text is null || isOwn ? message.Text : OwnTraces.RemoveFrom(message.Text);
        var files = new List<MessageAttachment>();
        foreach (var file in message.Files)
        {
            var (blob, length) = await content.PutAsync(file.Open, cancellationToken);
            files.Add(new MessageAttachment(file.Name, file.Type, length, blob, file.ContentId));
        }
        var newText = message.NewText is null ? null : OwnTraces.RemoveFrom(message.NewText);
        var inline =
            (text?.Length ?? 0) + (html?.Length ?? 0) <= InlineLimit
            && Stored(text) + Stored(html) + Stored(newText) <= StoredLimit;
        return new ThreadMessage
        {
            Key = plan.Message,
            Thread = plan.Thread,
            Time = plan.Time,
            Kind = plan.Kind,
            Author = plan.Author,
            Stranger = plan.Stranger,
            Subject = message.Subject,
            Text = inline ? text : null,
            NewText = inline ? newText : null,
            Html = inline ? html : null,
            TextBlob = inline ? null : await PutAsync(text, cancellationToken),
            HtmlBlob = inline ? null : await PutAsync(html, cancellationToken),
            Attachments = files,
            MessageId = plan.MessageId,
            SourceMessageId = message.SourceMessageId,
            References = plan.References,
            InReplyTo = plan.InReplyTo,
            Mail = message.Mail,
            Automatic = message.Automatic,
            Forged = message.Forged,
            Outgoing = message.Outgoing,
            HaveIt = plan.HaveIt,
        };
    }

    /// <summary>A message's bodies, wherever they lie.</summary>
    public async Task<(string? Text, string? Html)> ReadBodiesAsync(
        ThreadMessage message,
        CancellationToken cancellationToken
    ) =>
        (
            message.Text ?? await GetAsync(message.TextBlob, cancellationToken),
            message.Html ?? await GetAsync(message.HtmlBlob, cancellationToken)
        );

    private static int Stored(string? text) =>
        text is null ? 0 : JsonSerializer.SerializeToUtf8Bytes(text, PosternJson.Tolerant).Length;

    private async Task<string?> PutAsync(string? text, CancellationToken cancellationToken) =>
        text is null ? null : (await content.PutAsync(BinaryData.FromString(text).ToStream, cancellationToken)).Name;

    private async Task<string?> GetAsync(string? blob, CancellationToken cancellationToken) =>
        blob is null
            ? null
            : (await content.FindAsync(blob, cancellationToken))?.ToString()
                ?? throw new InvalidDataException($"Blob '{blob}' is gone.");
}
