using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Postern.Core.Journal;

namespace Postern.Gateway.Telemetry;

/// <summary>
/// One trace for each mail, from its intake to its last delivery. The trace id is derived from the mail's id, so no
/// message and no row has to contain it, and work that is repeated, even after months, joins the same trace.
/// </summary>
internal static class MailTrace
{
    public const string SourceName = "Postern";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins the intake of a mail, whose id is unknown until it is stored.</summary>
    public static Activity? TakeIn(string rawName) =>
        Start("mail.intake", MailId.Create(DateTimeOffset.UnixEpoch, rawName).Value);

    /// <summary>Begins the routing of a mail.</summary>
    public static Activity? Route(MailId id) => Start("mail.route", id.Value)?.SetTag(TagNames.Mail, id.Value);

    /// <summary>Begins an attempt to deliver a message.</summary>
    /// <param name="mail">
    /// Journal id of the mail that the message came with; null for one that a program posted.
    /// </param>
    /// <param name="message">Key of the message.</param>
    public static Activity? Deliver(string? mail, string message) =>
        Start("mail.deliver", mail ?? message)?.SetTag(TagNames.Mail, mail);

    /// <summary>
    /// The trace of a mail. Of a journal id only the part counts that stays the same when the mail is accepted again.
    /// </summary>
    public static ActivityTraceId IdOf(string mail) => ActivityTraceId.CreateFromBytes(Digest(mail).AsSpan(0, 16));

    private static Activity? Start(string name, string mail)
    {
        if (!Source.HasListeners())
            return null;
        var root = ActivitySpanId.CreateFromBytes(Digest(mail).AsSpan(16, 8));
        var parent = new ActivityContext(IdOf(mail), root, ActivityTraceFlags.Recorded, isRemote: true);
        // The platform traces each invocation of a function on its own; the link connects the two traces.
        // A step within another one has the same invocation.
        var links = Activity.Current switch
        {
            null => null,
            { } step when step.Source == Source => step.Links,
            { } run => [new ActivityLink(ContextOf(run))],
        };
        return Source.StartActivity(ActivityKind.Consumer, parent, links: links, name: name);
    }

    // The worker's own span of a run is not recorded, so the link leads to the host's, which it continues.
    private static ActivityContext ContextOf(Activity run) =>
        run.Recorded || run.ParentSpanId == default
            ? run.Context
            : new(run.TraceId, run.ParentSpanId, run.ActivityTraceFlags, run.TraceStateString, isRemote: true);

    private static byte[] Digest(string mail) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(MailId.TryParse(mail, out var id) ? id.Hash : mail));
}
