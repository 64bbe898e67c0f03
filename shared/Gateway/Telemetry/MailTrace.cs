using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Postern.Core.Journal;

namespace Postern.Gateway.Telemetry;

/// <summary>
/// One trace for each mail, from its being taken in to its last delivery. The trace's id follows from the mail's, so every stage
/// finds it by itself: no message and no row has to carry it, and whatever is done again, even after months, joins the same trace.
/// </summary>
internal static class MailTrace
{
    public const string SourceName = "Postern";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the taking in of a mail, whose id is not known before it is stored.</summary>
    public static Activity? TakeIn(string rawName) =>
        Start("mail.intake", MailId.Create(DateTimeOffset.UnixEpoch, rawName).Value);

    /// <summary>Begins the routing of a mail.</summary>
    public static Activity? Route(MailId id) => Start("mail.route", id.Value)?.SetTag(TagNames.Mail, id.Value);

    /// <summary>Begins a try to deliver a message.</summary>
    /// <param name="mail">Journal id of the mail that the message came by; null for what a program posted.</param>
    /// <param name="message">Key of the message.</param>
    public static Activity? Deliver(string? mail, string message) =>
        Start("mail.deliver", mail ?? message)?.SetTag(TagNames.Mail, mail);

    /// <summary>The trace that a mail's id stands for: of a journal id only the part that a mail keeps however often it is taken in.</summary>
    public static ActivityTraceId IdOf(string mail) => ActivityTraceId.CreateFromBytes(Digest(mail).AsSpan(0, 16));

    private static Activity? Start(string name, string mail)
    {
        if (!Source.HasListeners())
            return null;
        var parent = new ActivityContext(
            IdOf(mail),
            ActivitySpanId.CreateFromBytes(Digest(mail).AsSpan(16, 8)),
            ActivityTraceFlags.Recorded,
            isRemote: true
        );
        // The function's own run is another trace, the platform's; the link leads from one to the other.
        var links = Activity.Current is { } run ? new[] { new ActivityLink(run.Context) } : null;
        return Source.StartActivity(ActivityKind.Consumer, parent, links: links, name: name);
    }

    private static byte[] Digest(string mail) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(MailId.TryParse(mail, out var id) ? id.Hash : mail));
}
