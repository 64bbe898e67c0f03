using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Threads;
using Postern.Core.Wording;

namespace Postern.Core.Composing;

/// <summary>
/// Everything that a mail is composed from. The composed mail reads its files from here, so the draft is disposed of
/// after the mail is sent.
/// </summary>
public sealed record MailDraft : IDisposable
{
    public required ThreadMessage Message { get; init; }

    public required MessageDelivery Delivery { get; init; }

    public required EmailAddress From { get; init; }

    public string? ReplyTo { get; init; }

    /// <summary>Where the mail goes instead of its recipient, whom its subject then names; null = to its recipient.</summary>
    public EmailAddress? RedirectedTo { get; init; }

    /// <summary>The message's bodies, which the drafts of all its recipients share.</summary>
    public ComposedBodies Bodies { get; init; } = new(null, null);

    public string? Text
    {
        get => Bodies.Text;
        init => Bodies = new(value, Bodies.Html);
    }

    public string? Html
    {
        get => Bodies.Html;
        init => Bodies = new(Bodies.Text, value);
    }

    /// <summary>URL of the record in the application.</summary>
    public string? Link { get; init; }

    /// <summary>The model's template; null = the default.</summary>
    public NotificationTemplate? Template { get; init; }

    /// <summary>The gateway's own texts in the mail.</summary>
    public Words Words { get; init; } = Words.English;

    /// <summary>
    /// URL to unsubscribe from mailings; null for other mail, and where the gateway has no public address.
    /// </summary>
    public string? Unsubscribe { get; init; }

    /// <summary>
    /// URL to stop following; null for a recipient who does not follow, and where the gateway has no public address.
    /// </summary>
    public string? Stop { get; init; }

    public IReadOnlyList<(MessageAttachment File, SpooledContent Content)> Files { get; init; } = [];

    /// <summary>Files that are left out, since the server would not accept them.</summary>
    public IReadOnlyList<MessageAttachment> LeftOut { get; init; } = [];

    public void Dispose()
    {
        foreach (var (_, content) in Files)
            content.Dispose();
    }
}
