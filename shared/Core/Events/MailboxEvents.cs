using System.Globalization;
using Postern.Contracts.Events;
using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Core.Events;

/// <summary>The events about a mailbox.</summary>
public static class MailboxEvents
{
    /// <param name="server">The mailbox.</param>
    /// <param name="before">Its schedule before a run.</param>
    /// <param name="after">Its schedule after the run.</param>
    /// <param name="now">The time of the events.</param>
    public static IEnumerable<MailEvent> Of(
        IncomingServer server,
        MailboxSchedule before,
        MailboxSchedule after,
        DateTimeOffset now
    )
    {
        if (MailboxRules.Tells(before, after))
            yield return OfFailure(server, after, now);
        if (before.TokenTold is null && after.TokenTold is { } expires)
            yield return OfExpiry(server, expires, now);
    }

    private static MailEvent OfFailure(IncomingServer server, MailboxSchedule after, DateTimeOffset now)
    {
        var isDisabled = after.Disabled is not null;
        var what = isDisabled ? "was given up after days of failures" : "keeps failing";
        var data = DataOf(server, $"The mailbox {what}: {after.LastError}") with { Attempts = after.Failures };
        return Create(server, now, data, $"{after.FailingSince:O}", isDisabled ? "disabled" : "failing");
    }

    private static MailEvent OfExpiry(IncomingServer server, DateTimeOffset expires, DateTimeOffset now)
    {
        var time = expires.ToString("u", CultureInfo.InvariantCulture);
        var data = DataOf(server, $"The token or client secret of the mailbox ends {time}.");
        return Create(server, now, data, $"{expires:O}", "expiring");
    }

    private static MailEventData DataOf(IncomingServer server, string reason) =>
        new()
        {
            Server = server.Id,
            Address = server.UserName,
            Reason = reason,
        };

    private static MailEvent Create(
        IncomingServer server,
        DateTimeOffset now,
        MailEventData data,
        params ReadOnlySpan<string> cause
    ) => MailEvents.Create(EventTypes.MailboxFailing, now, $"mailbox:{server.Id}", data, [server.Id, .. cause]);
}
