using Postern.Contracts.Http;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Writes on an alias whether its last mail made a record, or what was wrong. It is written only when it changes, so
/// most mails cost no storage call.
/// </summary>
public sealed class AliasHealth(AliasStore aliases)
{
    public async Task NoteAsync(Claim claim, GatewayConfiguration configuration, CancellationToken cancellationToken)
    {
        foreach (var use in Valid(claim).Concat(Failed(claim)))
        {
            var alias = configuration.Aliases.FirstOrDefault(alias =>
                AliasAddress.Of(alias, configuration) == use.Address
            );
            if (alias is null || (alias.Status == use.Status && alias.LastError == use.Error))
                continue;
            await aliases.SetStatusAsync(alias.Domain, alias.LocalPart, use.Status, use.Error, cancellationToken);
        }
    }

    private static IEnumerable<AliasUse> Valid(Claim claim) =>
        claim
            .Postings.Select(posting => posting.Alias)
            .OfType<string>()
            .Select(address => new AliasUse(address, AliasStatus.Valid, null));

    private static IEnumerable<AliasUse> Failed(Claim claim)
    {
        var error = claim.Reasons.LastOrDefault(reason => reason.Hit && reason.Rule != "Notice")?.Text;
        return claim
            .Notices.Select(plan => plan.Notice)
            .Concat(claim.Withheld)
            .Where(notice => notice.Kind == NoticeKind.FailedAlias)
            .Select(notice => new AliasUse(notice.Address, AliasStatus.Failed, error));
    }

    private sealed record AliasUse(string Address, AliasStatus Status, string? Error);
}
