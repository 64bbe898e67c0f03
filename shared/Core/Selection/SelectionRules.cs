using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>The steps of the server selection (P20–P24), for a mail that names no server.</summary>
internal static class SelectionRules
{
    private const string NoAuthor = "The From holds no usable address.";
    private const string NoNotification = "There is no notification address.";

    /// <summary>The steps in the requested order. Each is made when it is reached: mostly one of the first decides.</summary>
    public static IEnumerable<SelectionRule> InOrder(SelectionFacts facts)
    {
        yield return ByAddress(SelectionStep.FromAddress, facts.Author.Address, NoAuthor);
        yield return ByDomain(SelectionStep.FromDomain, facts.Author.Address, NoAuthor);
        if (facts.Order != SelectionOrder.Odoo)
            yield return Unfiltered(facts);
        var notification = facts.Notification;
        yield return ByAddress(SelectionStep.NotificationAddress, notification, NoNotification) with
        {
            AsNotification = true,
        };
        yield return ByDomain(SelectionStep.NotificationDomain, notification, NoNotification) with
        {
            AsNotification = true,
        };
        if (facts.Order == SelectionOrder.Odoo)
            yield return Unfiltered(facts);
        yield return FirstByPriority(facts);
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

    private static SelectionRule ByAddress(SelectionStep step, EmailAddress? address, string none) =>
        address is null
            ? new() { Step = step, SkippedBecause = none }
            : new()
            {
                Step = step,
                Matches = candidate => candidate.Filter.Addresses.Contains(address.Address),
                Match = $"Its filter names {address.Address}",
                Mismatch = $"Its filter does not name {address.Address}",
            };

    private static SelectionRule ByDomain(SelectionStep step, EmailAddress? address, string none) =>
        address is null
            ? new() { Step = step, SkippedBecause = none }
            : new()
            {
                Step = step,
                Matches = candidate => candidate.Filter.Domains.Contains(address.Domain),
                Match = $"Its filter names the domain {address.Domain}",
                Mismatch = $"Its filter does not name the domain {address.Domain}",
            };
}
