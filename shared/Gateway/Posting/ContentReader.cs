using Postern.Contracts.Queues;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Reads the content of a program's message: from the message itself, or from the blobs that it names.
/// </summary>
public sealed class ContentReader(ContentStore store)
{
    /// <summary>The content, or the field that names a blob which does not exist.</summary>
    public async Task<ContentResult> ReadAsync(
        string? subject,
        BodyItem body,
        IReadOnlyList<AttachmentItem> attachments,
        CancellationToken cancellationToken
    )
    {
        var text = await TextAsync(body.Text, body.TextBlob, cancellationToken);
        if (text is null && body.TextBlob is not null)
            return Missing("textBlob", body.TextBlob);
        var html = await TextAsync(body.Html, body.HtmlBlob, cancellationToken);
        if (html is null && body.HtmlBlob is not null)
            return Missing("htmlBlob", body.HtmlBlob);
        var content = new MessageContent
        {
            Subject = subject ?? "",
            Text = text,
            Html = html,
        };
        return await WithFilesAsync(content, attachments, cancellationToken);
    }

    private async Task<ContentResult> WithFilesAsync(
        MessageContent content,
        IReadOnlyList<AttachmentItem> attachments,
        CancellationToken cancellationToken
    )
    {
        var files = new List<ContentFile>();
        var opened = new List<SpooledContent>();
        var result = new ContentResult(content with { Files = files }, null) { Opened = opened };
        try
        {
            foreach (var attachment in attachments)
            {
                if (await OpenAsync(attachment, cancellationToken) is not { } file)
                    return Missing("attachments", attachment.Blob!) with { Opened = opened };
                opened.Add(file);
                files.Add(new ContentFile(attachment.Name, attachment.Type, file.OpenRead));
            }
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private async Task<SpooledContent?> OpenAsync(AttachmentItem attachment, CancellationToken cancellationToken) =>
        attachment.Content is { } inline
            ? SpooledContent.Of(Convert.FromBase64String(inline))
            : await store.OpenAsync(attachment.Blob!, cancellationToken);

    private async Task<string?> TextAsync(string? inline, string? blob, CancellationToken cancellationToken)
    {
        if (inline is not null || blob is null)
            return inline;
        return (await store.FindAsync(blob, cancellationToken))?.ToString();
    }

    private static ContentResult Missing(string field, string blob) =>
        new(null, new ContractProblem(field, $"names no blob in mail-content: '{blob}'"));
}

/// <summary>The content, or the problem with the message. Its files can be read until it is disposed of.</summary>
public sealed record ContentResult(MessageContent? Content, ContractProblem? Problem) : IDisposable
{
    /// <summary>The content of the files.</summary>
    public IReadOnlyList<SpooledContent> Opened { get; init; } = [];

    public void Dispose()
    {
        foreach (var content in Opened)
            content.Dispose();
    }
}
