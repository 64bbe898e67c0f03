using Postern.Core.Composing;
using Postern.Core.Configuration;
using Postern.Core.Mime;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Gateway.Posting;
using Postern.Gateway.Secrets;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Loads the bodies and files that a mail is composed from.</summary>
public sealed class MailDrafts(MessageWriter writer, ContentStore content, TagKeys tagKeys, PublicUrl publicUrl)
{
    /// <summary>
    /// The drafts, which share bodies and files, and which the caller disposes of; null while the spool is full of other
    /// large files.
    /// </summary>
    public async Task<DraftedBatch?> TryReadAsync(SendableBatch batch, CancellationToken cancellationToken)
    {
        var message = batch.Message;
        var (text, html) = await writer.ReadBodiesAsync(message, cancellationToken);
        var bodies = new ComposedBodies(text, html);
        var keys = await tagKeys.GetAsync(cancellationToken);
        if (await TryOpenFilesAsync(message, cancellationToken) is not { } files)
            return null;
        var drafts = batch.Deliveries.Select(next => Draft(next, batch.Configuration, keys, bodies, files));
        return new DraftedBatch([.. drafts]);
    }

    private MailDraft Draft(
        SendableDelivery next,
        GatewayConfiguration configuration,
        TagKeyRing keys,
        ComposedBodies bodies,
        IReadOnlyList<(MessageAttachment, SpooledContent)> files
    )
    {
        var (message, delivery) = (next.Delivery.Message, next.Delivery.Value);
        return new MailDraft
        {
            Message = message,
            Delivery = delivery,
            From = next.Send.From,
            ReplyTo = next.Send.ReplyTo,
            RedirectedTo = next.Send.RedirectedTo,
            Bodies = bodies,
            Link = RecordLink(message.Thread, configuration),
            Template = configuration.Models.GetValueOrDefault(message.Thread.Model)?.Notification,
            Words = configuration.WordsOf(message.Thread.AliasDomain, message.Thread.Alias),
            // They would act on the recipient, and not on who reads a redirected mail.
            Unsubscribe = next.Send.RedirectedTo is null ? UnsubscribeLink(delivery, keys) : null,
            Stop = next.Send.RedirectedTo is null ? StopLink(message, delivery, keys) : null,
            Files = files,
        };
    }

    private async Task<IReadOnlyList<(MessageAttachment, SpooledContent)>?> TryOpenFilesAsync(
        ThreadMessage message,
        CancellationToken cancellationToken
    )
    {
        var files = new List<(MessageAttachment File, SpooledContent Content)>();
        try
        {
            foreach (var file in message.Attachments)
                files.Add((file, await OpenAsync(file, cancellationToken)));
            return files;
        }
        catch (Exception e)
        {
            files.ForEach(file => file.Content.Dispose());
            if (e is SpoolFullException)
                return null;
            throw;
        }
    }

    private async Task<SpooledContent> OpenAsync(MessageAttachment file, CancellationToken cancellationToken) =>
        await content.OpenAsync(file.Blob, cancellationToken)
        ?? throw new InvalidDataException($"Blob '{file.Blob}' of attachment '{file.Name}' is gone.");

    // Only mass mail is unsubscribed from.
    private string? UnsubscribeLink(MessageDelivery delivery, TagKeyRing keys) =>
        delivery.Bulk ? publicUrl.Unsubscribe(UnsubscribeTag.Write(keys, delivery.Recipient)) : null;

    // A recipient who does not follow the thread has nothing to stop.
    private string? StopLink(ThreadMessage message, MessageDelivery delivery, TagKeyRing keys) =>
        message.Outgoing is null && !delivery.Named
            ? publicUrl.Follow(FollowTag.Write(keys, message.Thread.Token, delivery.Recipient))
            : null;

    private static string? RecordLink(ThreadHead thread, GatewayConfiguration configuration) =>
        configuration
            .Models.GetValueOrDefault(thread.Model)
            ?.LinkTemplate?.Replace("{model}", Uri.EscapeDataString(thread.Model), StringComparison.Ordinal)
            .Replace("{id}", Uri.EscapeDataString(thread.Id), StringComparison.Ordinal);
}

/// <summary>The drafts of the mails of a batch, in its order.</summary>
public sealed record DraftedBatch(IReadOnlyList<MailDraft> Drafts) : IDisposable
{
    // They share their files.
    public void Dispose() => Drafts[0].Dispose();
}
