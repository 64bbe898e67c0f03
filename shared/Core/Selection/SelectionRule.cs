using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Selection;

/// <summary>One step of the order: which servers it takes, and whether the mail is then sent as the notification address.</summary>
internal sealed record SelectionRule(
    SelectionStep Step,
    string? SkippedBecause,
    Func<Candidate, bool> Takes,
    string Yes,
    string No,
    bool AsNotification
)
{
    public bool Applies => SkippedBecause is null;

    /// <summary>The steps in the order that the request asks for.</summary>
    public static SelectionRule[] InOrder(SelectionFacts facts)
    {
        var asNotification = facts.Notification is not null;
        var own = ByFilter(
            SelectionStep.FromAddress,
            SelectionStep.FromDomain,
            facts.Author.Address,
            "The From holds no usable address.",
            false
        );
        var notification = ByFilter(
            SelectionStep.NotificationAddress,
            SelectionStep.NotificationDomain,
            facts.Notification,
            "There is no notification address.",
            true
        );
        var open = new SelectionRule(
            SelectionStep.NoFilter,
            null,
            candidate => candidate.Filter.IsOpen,
            "It has no filter",
            "It has a filter",
            asNotification && (facts.Author.Address is null || !facts.OwnAddressWithoutFilter(named: false))
        );
        var first = new SelectionRule(
            SelectionStep.FirstByPriority,
            null,
            _ => true,
            "It may be used",
            "",
            asNotification
        );
        return facts.Order == SelectionOrder.Odoo
            ? [.. own, .. notification, open, first]
            : [.. own, open, .. notification, first];
    }

    /// <summary>What this step says of every server.</summary>
    public IEnumerable<SelectionReason> Reasons(IReadOnlyList<Candidate> candidates, Candidate? chosen)
    {
        if (SkippedBecause is not null)
            return [new SelectionReason(Step, null, null, false, SkippedBecause)];
        return candidates.Select(candidate => Reason(candidate, chosen));
    }

    private SelectionReason Reason(Candidate candidate, Candidate? chosen)
    {
        var hit = candidate == chosen;
        var text = (hit, Takes(candidate)) switch
        {
            (true, _) => $"{Yes}.",
            (_, false) => candidate.Filter.IsOpen ? "It has no filter." : $"{No}.",
            _ => $"{Yes}, but {chosen!.Server.Name} goes first {Precedence(chosen.Server, candidate.Server)}.",
        };
        return new SelectionReason(Step, candidate.Server.Id, candidate.Server.Name, hit, text);
    }

    private static string Precedence(OutgoingServer first, OutgoingServer second) =>
        first.Priority == second.Priority
            ? "(same priority, older)"
            : $"(priority {first.Priority} before {second.Priority})";

    private static SelectionRule[] ByFilter(
        SelectionStep address,
        SelectionStep domain,
        EmailAddress? who,
        string none,
        bool asNotification
    ) =>
        [
            new(
                address,
                who is null ? none : null,
                candidate => candidate.Filter.Addresses.Contains(who!.Address),
                $"Its filter names {who?.Address}",
                $"Its filter does not name {who?.Address}",
                asNotification
            ),
            new(
                domain,
                who is null ? none : null,
                candidate => candidate.Filter.Domains.Contains(who!.Domain),
                $"Its filter names the domain {who?.Domain}",
                $"Its filter does not name the domain {who?.Domain}",
                asNotification
            ),
        ];
}
