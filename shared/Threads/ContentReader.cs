using Postern.Contracts;
using Postern.Storage;

namespace Postern.Threads;

/// <summary>Reads what a program wants to say: from its message itself, or from the blobs that the message names.</summary>
public sealed class ContentReader(ContentStore store)
{
    /// <summary>The content, or which field names a blob that is not there.</summary>
    public async Task<ContentResult> ReadAsync(string? subject, BodyItem body, IReadOnlyList<AttachmentItem> attachments, CancellationToken cancellationToken)
    {
        var text = await TextAsync(body.Text, body.TextBlob, cancellationToken);
        if (text is null && body.TextBlob is not null) return Missing("textBlob", body.TextBlob);
        var html = await TextAsync(body.Html, body.HtmlBlob, cancellationToken);
        if (html is null && body.HtmlBlob is not null) return Missing("htmlBlob", body.HtmlBlob);
        var files = new List<ContentFile>();
        foreach (var attachment in attachments)
        {
            var content = attachment.Content is { } inline ? BinaryData.FromBytes(Convert.FromBase64String(inline)) : await store.FindAsync(attachment.Blob!, cancellationToken);
            if (content is null) return Missing("attachments", attachment.Blob!);
            files.Add(new ContentFile(attachment.Name, attachment.Type, content.ToStream));
        }
        return new ContentResult(new MessageContent { Subject = subject ?? "", Text = text, Html = html, Files = files }, null);
    }

    private async Task<string?> TextAsync(string? inline, string? blob, CancellationToken cancellationToken) =>
        inline ?? (blob is null ? null : (await store.FindAsync(blob, cancellationToken))?.ToString());

    private static ContentResult Missing(string field, string blob) => new(null, new ContractProblem(field, $"names no blob in mail-content: '{blob}'"));
}

/// <summary>Content that was read, or what is wrong with it.</summary>
public sealed record ContentResult(MessageContent? Content, ContractProblem? Problem);
