using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Postern.Contracts.Queues;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Posting;

/// <summary>Moves what is too big for a queue message (64 KiB) out of a post into blobs, named by their content.</summary>
public sealed class PostContent(GatewayStorage storage)
{
    /// <summary>Most bytes of content inside a queue message.</summary>
    public const int Limit = 48 << 10;

    // Bytes of a queue message.
    private const int Longest = 64 << 10;

    private readonly BlobContainerClient _container = storage.Container(ContainerNames.Content);

    /// <summary>The post as it is when it fits; else its bodies and files lie in <c>mail-content</c>.</summary>
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

    /// <summary>What makes a post too long for a queue message even with its content in blobs; null when it fits.</summary>
    public static ContractProblem? FindProblem(ThreadPost fitted)
    {
        if (Length(fitted) <= Longest)
            return null;
        var (field, length) = new[]
        {
            ("followers", Length(fitted.Followers)),
            ("recipients", Length(fitted.Recipients)),
            ("attachments", Length(fitted.Attachments)),
            ("author", Length(fitted.Author)),
        }.MaxBy(part => part.Item2);
        return new(
            field,
            $"is {length} bytes long; all of a post but its text and files must fit in a queue message of {Longest}"
        );
    }

    private static int Length<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, PosternJson.Strict).Length;

    private async Task<AttachmentItem> FitAsync(AttachmentItem item, CancellationToken cancellationToken) =>
        item.Content is null
            ? item
            : item with
            {
                Content = null,
                Blob = await StoreAsync(
                    BinaryData.FromBytes(Convert.FromBase64String(item.Content)),
                    cancellationToken
                ),
            };

    private async Task<string?> StoreAsync(string? text, CancellationToken cancellationToken) =>
        text is null ? null : await StoreAsync(BinaryData.FromString(text), cancellationToken);

    private async Task<string> StoreAsync(BinaryData content, CancellationToken cancellationToken)
    {
        var name = Hash.OfContent(content.ToMemory().Span);
        try
        {
            var options = new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
            await _container.GetBlobClient(name).UploadAsync(content, options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // The name is made from the content, so what is there is the same.
            return name;
        }
        return name;
    }
}
