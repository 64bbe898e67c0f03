using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Postern.Contracts.Queues;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Posting;

/// <summary>
/// Moves what is too large for a queue message (64 KiB) out of a post into blobs, named by the hash of their content.
/// They are the program's, outside the folders of the gateway's own content: the post names them like any other.
/// </summary>
public sealed class PostContent(GatewayStorage storage)
{
    /// <summary>Most bytes of a post whose content stays in the queue message.</summary>
    public const int Limit = 48 << 10;

    // Bytes that a queue message may have.
    private const int QueueMessageLimit = 64 << 10;

    private readonly BlobContainerClient _container = storage.Container(ContainerNames.Content);

    /// <summary>The post itself when it fits; else the post with its bodies and files in <c>mail-content</c>.</summary>
    public async Task<ThreadPost> FitAsync(ThreadPost post, CancellationToken cancellationToken)
    {
        if (Length(post) <= Limit)
            return post;
        return post with
        {
            Text = null,
            TextBlob = post.TextBlob ?? await StoreAsync(post.Text, cancellationToken),
            Html = null,
            HtmlBlob = post.HtmlBlob ?? await StoreAsync(post.Html, cancellationToken),
            Attachments = await Task.WhenAll(post.Attachments.Select(item => FitAsync(item, cancellationToken))),
        };
    }

    /// <summary>
    /// The field that makes a post too long for a queue message although its content is in blobs; null when it fits.
    /// </summary>
    public static ContractProblem? FindProblem(ThreadPost fitted)
    {
        if (Length(fitted) <= QueueMessageLimit)
            return null;
        (string Field, int Length)[] parts =
        [
            ("followers", Length(fitted.Followers)),
            ("recipients", Length(fitted.Recipients)),
            ("attachments", Length(fitted.Attachments)),
            ("author", Length(fitted.Author)),
        ];
        var (field, length) = parts.MaxBy(part => part.Length);
        return new ContractProblem(
            field,
            $"is {length} bytes long; all of a post but its text and files "
                + $"must fit in a queue message of {QueueMessageLimit}"
        );
    }

    private static int Length<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, PosternJson.Strict).Length;

    private async Task<AttachmentItem> FitAsync(AttachmentItem item, CancellationToken cancellationToken)
    {
        if (item.Content is null)
            return item;
        var content = BinaryData.FromBytes(Convert.FromBase64String(item.Content));
        return item with { Content = null, Blob = await StoreAsync(content, cancellationToken) };
    }

    private async Task<string?> StoreAsync(string? text, CancellationToken cancellationToken) =>
        text is null ? null : await StoreAsync(BinaryData.FromString(text), cancellationToken);

    private async Task<string> StoreAsync(BinaryData content, CancellationToken cancellationToken)
    {
        var name = Hash.OfContent(content.ToMemory().Span);
        var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
        try
        {
            await _container.Blob(name).UploadAsync(content, options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // The name is the hash of the content, so the blob that is there has the same content.
            return name;
        }
        return name;
    }
}
