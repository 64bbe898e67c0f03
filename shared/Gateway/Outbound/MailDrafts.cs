using Postern.Core.Composing;
using Postern.Core.Configuration;
using Postern.Core.Mime;
using Postern.Core.Sending;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Gateway.Posting;
using Postern.Gateway.Secrets;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Fetches the bodies and files that a mail is built from.</summary>
public sealed class MailDrafts(MessageWriter writer, ContentStore content, TagKeys tagKeys, PublicUrl publicUrl)
{
    /// <summary>The draft, which the caller disposes of; null when so many large files are being sent that there is no room for its own now.</summary>
    public async Task<MailDraft?> ReadAsync(
        ThreadMessage message,
        MessageDelivery delivery,
        OutboundDecision.Send send,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var (text, html) = await writer.ReadBodiesAsync(message, cancellationToken);
        if (await FilesAsync(message, cancellationToken) is not { } files)
            return null;
        return new MailDraft
        {
            Message = message,
            Delivery = delivery,
            From = send.From,
            ReplyTo = send.ReplyTo,
            Text = text,
            Html = html,
            Link = Link(message.Thread, configuration),
            Template = configuration.Models.GetValueOrDefault(message.Thread.Model)?.Notification,
            Unsubscribe = delivery.Bulk
                ? publicUrl.Unsubscribe(
                    UnsubscribeTag.Write(await tagKeys.GetAsync(cancellationToken), delivery.Recipient)
                )
                : null,
            Stop =
                message.Outgoing is null && !delivery.Named
                    ? publicUrl.Follow(
                        FollowTag.Write(
                            await tagKeys.GetAsync(cancellationToken),
                            message.Thread.Token,
                            delivery.Recipient
                        )
                    )
                    : null,
            Files = files,
        };
    }

    private async Task<IReadOnlyList<(MessageAttachment, SpooledContent)>?> FilesAsync(
        ThreadMessage message,
        CancellationToken cancellationToken
    )
    {
        var files = new List<(MessageAttachment File, SpooledContent Content)>();
        var complete = false;
        try
        {
            foreach (var file in message.Attachments)
            {
                files.Add(
                    (
                        file,
                        await content.OpenAsync(file.Blob, cancellationToken)
                            ?? throw new InvalidDataException(
                                $"Blob '{file.Blob}' of attachment '{file.Name}' is gone."
                            )
                    )
                );
            }
            complete = true;
            return files;
        }
        catch (SpoolFullException)
        {
            return null;
        }
        finally
        {
            if (!complete)
                files.ForEach(file => file.Content.Dispose());
        }
    }

    private static string? Link(ThreadHead thread, GatewayConfiguration configuration) =>
        configuration
            .Models.GetValueOrDefault(thread.Model)
            ?.LinkTemplate?.Replace("{model}", Uri.EscapeDataString(thread.Model), StringComparison.Ordinal)
            .Replace("{id}", Uri.EscapeDataString(thread.Id), StringComparison.Ordinal);
}
