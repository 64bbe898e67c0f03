using Postern.Contracts.Events;
using Postern.Contracts.Http;
using Postern.Core.People;
using Postern.Core.Reports;

namespace Postern.Core.Events;

/// <summary>What there is to tell of an address that was put on the blacklist.</summary>
public static class BlacklistEvents
{
    /// <param name="entry">The entry as it stands: told again, it is the same event.</param>
    /// <param name="report">The report that led there; null where its owner unsubscribed.</param>
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
        return MailEvents.Create(
            EventTypes.ContactBlacklisted,
            entry.Since,
            entry.Address,
            data,
            entry.Address,
            entry.Since.ToString("O")
        );
    }
}
