using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Postern.Contracts.Queues;

namespace Postern.Client;

/// <summary>
/// Puts what is too long for a message into blobs, named by their content: the same content is stored once, and a message
/// that is put again is the same message.
/// </summary>
internal sealed class LargeContents(BlobServiceClient blobs)
{
    // A message with more is divided; what is shorter than a part stays in it.
    private const int MostInMessage = 48 * 1024;
    private const int Part = 2 * 1024;

    // 32 KiB of base64.
    private const int MostInline = 24 * 1024;

    private static readonly BlobRequestConditions OnlyNew = new() { IfNoneMatch = ETag.All };

    public async Task<ThreadPost> MoveAsync(ThreadPost post, CancellationToken cancellationToken)
    {
        if (MessageJson.SizeOf(MessageJson.Write(post)) <= MostInMessage)
            return post;
        var (text, textBlob) = await MoveAsync(post.Text, post.TextBlob, cancellationToken);
        var (html, htmlBlob) = await MoveAsync(post.Html, post.HtmlBlob, cancellationToken);
        return post with
        {
            Text = text,
            TextBlob = textBlob,
            Html = html,
            HtmlBlob = htmlBlob,
            Attachments = await MoveAsync(post.Attachments, cancellationToken),
        };
    }

    public async Task<OutboundMail> MoveAsync(OutboundMail mail, CancellationToken cancellationToken)
    {
        if (MessageJson.SizeOf(MessageJson.Write(mail)) <= MostInMessage)
            return mail;
        var (text, textBlob) = await MoveAsync(mail.Text, mail.TextBlob, cancellationToken);
        var (html, htmlBlob) = await MoveAsync(mail.Html, mail.HtmlBlob, cancellationToken);
        return mail with
        {
            Text = text,
            TextBlob = textBlob,
            Html = html,
            HtmlBlob = htmlBlob,
            Attachments = await MoveAsync(mail.Attachments, cancellationToken),
        };
    }

    public async Task<InboundItem> PlaceAsync(
        BinaryData mail,
        InboundItem details,
        CancellationToken cancellationToken
    ) =>
        mail.ToMemory().Length <= MostInline
            ? details with
            {
                Mime = Convert.ToBase64String(mail.ToMemory().Span),
                Raw = null,
            }
            : details with
            {
                Raw = await StoreAsync("mail-raw", mail, cancellationToken),
                Mime = null,
            };

    private async Task<(string? Text, string? Blob)> MoveAsync(
        string? text,
        string? blob,
        CancellationToken cancellationToken
    ) =>
        text?.Length > Part
            ? (null, await StoreAsync("mail-content", new BinaryData(Encoding.UTF8.GetBytes(text)), cancellationToken))
            : (text, blob);

    private async Task<IReadOnlyList<AttachmentItem>> MoveAsync(
        IReadOnlyList<AttachmentItem> attachments,
        CancellationToken cancellationToken
    )
    {
        var moved = new List<AttachmentItem>();
        foreach (var item in attachments)
            moved.Add(item.Content?.Length > Part ? await MoveAsync(item, item.Content, cancellationToken) : item);
        return moved;
    }

    private async Task<AttachmentItem> MoveAsync(
        AttachmentItem item,
        string content,
        CancellationToken cancellationToken
    )
    {
        var file = new BinaryData(Convert.FromBase64String(content));
        return item with { Content = null, Blob = await StoreAsync("mail-content", file, cancellationToken) };
    }

    private async Task<string> StoreAsync(string container, BinaryData content, CancellationToken cancellationToken)
    {
        var name = $"client/{Convert.ToHexStringLower(SHA256.HashData(content.ToMemory().Span))}";
        try
        {
            var blob = blobs.GetBlobContainerClient(container).GetBlobClient(name);
            await blob.UploadAsync(content, new BlobUploadOptions { Conditions = OnlyNew }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists) { }
        return name;
    }
}
