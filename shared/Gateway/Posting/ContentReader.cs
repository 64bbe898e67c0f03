using Postern.Contracts.Queues;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>Reads what a program wants to say: from its message itself, or from the blobs that the message names.</summary>
public sealed class ContentReader(ContentStore store)
{
    /// <summary>The content, or which field names a blob that is not there.</summary>
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
        var (files, opened) = (new List<ContentFile>(), new List<SpooledContent>());
        var complete = false;
        try
        {
            foreach (var attachment in attachments)
            {
                var content = attachment.Content is { } inline
                    ? SpooledContent.Of(Convert.FromBase64String(inline))
                    : await store.OpenAsync(attachment.Blob!, cancellationToken);
                if (content is null)
                    return Missing("attachments", attachment.Blob!);
                opened.Add(content);
                files.Add(new ContentFile(attachment.Name, attachment.Type, content.OpenRead));
            }
            complete = true;
            return new ContentResult(
                new MessageContent
                {
                    Subject = subject ?? "",
                    Text = text,
                    Html = html,
                    Files = files,
                },
                null
            )
            {
                Opened = opened,
            };
        }
        finally
        {
            if (!complete)
                opened.ForEach(content => content.Dispose());
        }
    }

    private async Task<string?> TextAsync(string? inline, string? blob, CancellationToken cancellationToken) =>
        inline ?? (blob is null ? null : (await store.FindAsync(blob, cancellationToken))?.ToString());

    private static ContentResult Missing(string field, string blob) =>
        new(null, new ContractProblem(field, $"names no blob in mail-content: '{blob}'"));
}

/// <summary>Content that was read, or what is wrong with it. Its files are gone with it.</summary>
public sealed record ContentResult(MessageContent? Content, ContractProblem? Problem) : IDisposable
{
    /// <summary>What its files are read from.</summary>
    public IReadOnlyList<SpooledContent> Opened { get; init; } = [];

    public void Dispose()
    {
        foreach (var content in Opened)
            content.Dispose();
    }
}
