using Postern.Contracts.Events;
using Postern.Contracts.Http;
using Postern.Core.People;
using Postern.Core.Reports;

namespace Postern.Core.Events;

/// <summary>The event about an address that was put on the blacklist.</summary>
public static class BlacklistEvents
{
    /// <param name="entry">The entry; the same entry always gives the same event.</param>
    /// <param name="report">The report that led to it; null for an unsubscription.</param>
    public static MailEvent Of(BlacklistEntry entry, DeliveryReport? report = null)
    {
        var data = new MailEventData
        {
            Address = entry.Address,
            Reason = BlacklistRules.Added(entry),
            Model = report?.Thread?.Model,
            Record = report?.Thread?.Id,
            Message = report?.Message,
        };
        var since = entry.Since.ToString("O");
        return MailEvents.Create(
            EventTypes.ContactBlacklisted,
            entry.Since,
            subject: entry.Address,
            data,
            entry.Address,
            since
        );
    }
}
