using Postern.Contracts.Http;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Notes at an alias whether its last mail made a record, or what was wrong. Written only when it changes, so that a mail
/// usually costs nothing for it.
/// </summary>
public sealed class AliasHealth(AliasStore aliases)
{
    public async Task NoteAsync(Claim claim, GatewayConfiguration configuration, CancellationToken cancellationToken)
    {
        foreach (var (address, status, error) in Seen(claim))
        {
            var alias = configuration.Aliases.FirstOrDefault(alias => AliasAddress.Of(alias, configuration) == address);
            if (alias is null || (alias.Status == status && alias.LastError == error))
                continue;
            await aliases.SetStatusAsync(alias.Domain, alias.LocalPart, status, error, cancellationToken);
        }
    }

    private static IEnumerable<(string Address, AliasStatus Status, string? Error)> Seen(Claim claim) =>
        claim
            .Postings.Where(posting => posting.Alias is not null)
            .Select(posting => (posting.Alias!, AliasStatus.Valid, (string?)null))
            .Concat(
                claim
                    .Notices.Select(plan => plan.Notice)
                    .Concat(claim.Withheld)
                    .Where(notice => notice.Kind == NoticeKind.FailedAlias)
                    .Select(notice =>
                        (
                            notice.Address,
                            AliasStatus.Failed,
                            (string?)claim.Reasons.LastOrDefault(reason => reason.Hit && reason.Rule != "Notice")?.Text
                        )
                    )
            );
}
