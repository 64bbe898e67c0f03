using System.Globalization;
using Postern.Contracts.Events;
using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Core.Events;

/// <summary>What is told of a mailbox on <c>mail-events</c>.</summary>
public static class MailboxEvents
{
    /// <param name="server">The mailbox.</param>
    /// <param name="before">As it was before a run.</param>
    /// <param name="after">As it is after it.</param>
    /// <param name="now">The time of the event.</param>
    public static IEnumerable<MailEvent> Of(
        IncomingServer server,
        MailboxSchedule before,
        MailboxSchedule after,
        DateTimeOffset now
    )
    {
        if (MailboxRules.Tells(before, after))
        {
            var what = after.Disabled is null ? "keeps failing" : "was given up after days of failures";
            yield return Create(
                server,
                now,
                $"The mailbox {what}: {after.LastError}",
                after.Failures,
                $"{after.FailingSince:O}",
                after.Disabled is null ? "failing" : "disabled"
            );
        }
        if (before.TokenTold is null && after.TokenTold is { } expires)
            yield return Create(
                server,
                now,
                $"The token or client secret of the mailbox ends {expires.ToString("u", CultureInfo.InvariantCulture)}.",
                null,
                $"{expires:O}",
                "expiring"
            );
    }

    private static MailEvent Create(
        IncomingServer server,
        DateTimeOffset now,
        string reason,
        int? attempts,
        params ReadOnlySpan<string> cause
    ) =>
        MailEvents.Create(
            EventTypes.MailboxFailing,
            now,
            $"mailbox:{server.Id}",
            new MailEventData
            {
                Server = server.Id,
                Address = server.UserName,
                Reason = reason,
                Attempts = attempts,
            },
            [server.Id, .. cause]
        );
}
