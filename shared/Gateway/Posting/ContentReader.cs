using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Reads the content of a program's message: from the message itself, from the blobs that it names, or from an earlier
/// message on the same thread.
/// </summary>
public sealed class ContentReader(ContentStore store, AttachmentReader reader)
{
    /// <summary>The content, or the field that names what does not exist.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="body">The body.</param>
    /// <param name="attachments">The attachments.</param>
    /// <param name="thread">The thread whose attachments may be named; null for a mail on no thread.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async Task<ContentResult> ReadAsync(
        string? subject,
        BodyItem body,
        IReadOnlyList<AttachmentItem> attachments,
        ThreadKey? thread,
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
        return await WithFilesAsync(content, attachments, thread, cancellationToken);
    }

    private async Task<ContentResult> WithFilesAsync(
        MessageContent content,
        IReadOnlyList<AttachmentItem> attachments,
        ThreadKey? thread,
        CancellationToken cancellationToken
    )
    {
        var files = new List<ContentFile>();
        var opened = new List<SpooledContent>();
        var result = new ContentResult(content with { Files = files }, null) { Opened = opened };
        try
        {
            foreach (var (index, item) in attachments.Index())
            {
                var (file, wrong) = await reader.ReadAsync(item, thread, cancellationToken);
                if (file is null)
                    return new(null, wrong! with { Field = $"attachments[{index}].{wrong.Field}" }) { Opened = opened };
                opened.Add(file.Content);
                files.Add(new ContentFile(file.Name, file.Type, file.Content.OpenRead));
            }
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private async Task<string?> TextAsync(string? inline, string? blob, CancellationToken cancellationToken)
    {
        if (inline is not null || blob is null)
            return inline;
        return (await store.FindAsync(blob, cancellationToken))?.ToString();
    }

    private static ContentResult Missing(string field, string blob) =>
        new(null, new ContractProblem(field, AttachmentReader.NoBlob(blob)));
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
