using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>The steps of the server selection (P20–P24), for a mail that names no server.</summary>
internal static class SelectionRules
{
    private const string NoAuthor = "The From holds no usable address.";
    private const string NoNotification = "There is no notification address.";

    /// <summary>The steps in the requested order.</summary>
    public static SelectionRule[] InOrder(SelectionFacts facts)
    {
        var byAuthor = ByAuthor(facts.Author.Address);
        var byNotification = ByNotification(facts.Notification);
        var unfiltered = Unfiltered(facts);
        var first = FirstByPriority(facts);
        return facts.Order == SelectionOrder.Odoo
            ? [.. byAuthor, .. byNotification, unfiltered, first]
            : [.. byAuthor, unfiltered, .. byNotification, first];
    }

    private static SelectionRule[] ByAuthor(EmailAddress? author) =>
        author is null
            ? [Skipped(SelectionStep.FromAddress, NoAuthor), Skipped(SelectionStep.FromDomain, NoAuthor)]
            : [ByAddress(SelectionStep.FromAddress, author), ByDomain(SelectionStep.FromDomain, author)];

    private static SelectionRule[] ByNotification(EmailAddress? notification)
    {
        var (address, domain) = (SelectionStep.NotificationAddress, SelectionStep.NotificationDomain);
        if (notification is null)
            return [Skipped(address, NoNotification), Skipped(domain, NoNotification)];
        SelectionRule[] rules = [ByAddress(address, notification), ByDomain(domain, notification)];
        return [.. rules.Select(rule => rule with { AsNotification = true })];
    }

    private static SelectionRule Unfiltered(SelectionFacts facts)
    {
        var keepsAuthor = facts.Author.Address is not null && facts.OwnAddressWithoutFilter(named: false);
        return new SelectionRule
        {
            Step = SelectionStep.NoFilter,
            Matches = candidate => candidate.Filter.IsOpen,
            Match = "It has no filter",
            Mismatch = "It has a filter",
            AsNotification = facts.Notification is not null && !keepsAuthor,
        };
    }

    private static SelectionRule FirstByPriority(SelectionFacts facts) =>
        new()
        {
            Step = SelectionStep.FirstByPriority,
            Matches = _ => true,
            Match = "It may be used",
            AsNotification = facts.Notification is not null,
        };

    private static SelectionRule ByAddress(SelectionStep step, EmailAddress address) =>
        new()
        {
            Step = step,
            Matches = candidate => candidate.Filter.Addresses.Contains(address.Address),
            Match = $"Its filter names {address.Address}",
            Mismatch = $"Its filter does not name {address.Address}",
        };

    private static SelectionRule ByDomain(SelectionStep step, EmailAddress address) =>
        new()
        {
            Step = step,
            Matches = candidate => candidate.Filter.Domains.Contains(address.Domain),
            Match = $"Its filter names the domain {address.Domain}",
            Mismatch = $"Its filter does not name the domain {address.Domain}",
        };

    private static SelectionRule Skipped(SelectionStep step, string why) => new() { Step = step, SkippedBecause = why };
}
