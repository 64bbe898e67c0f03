using Azure;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Audit;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>Changes aliases, which have a table of their own, since there may be very many.</summary>
public sealed class AliasEditor(AliasStore aliases, ConfigurationEditor configuration, AuditTrail audit)
{
    /// <summary>An alias domain by its id or its name; null when there is none.</summary>
    public async Task<AliasDomain?> FindDomainAsync(string idOrName, CancellationToken cancellationToken)
    {
        var domains = (await configuration.ReadAsync(cancellationToken)).AliasDomains;
        return domains.FirstOrDefault(domain => domain.Id == idOrName)
            ?? domains.FirstOrDefault(domain => domain.Name == EmailAddress.CanonicalDomain(idOrName));
    }

    /// <summary>All aliases with the names of their alias domains, in the order of domain and local part.</summary>
    public async Task<IReadOnlyList<AliasOnDomain>> ListAsync(CancellationToken cancellationToken)
    {
        var domains = (await configuration.ReadAsync(cancellationToken)).AliasDomains.ToDictionary(domain => domain.Id);
        var all = await aliases.ListAsync(cancellationToken);
        return [.. all.Select(alias => new AliasOnDomain(alias, domains.GetValueOrDefault(alias.Domain)?.Name))];
    }

    public async Task<Versioned<AliasOnDomain>?> FindAsync(
        AliasDomain domain,
        string localPart,
        CancellationToken cancellationToken
    ) =>
        await aliases.FindAsync(domain.Id, localPart, cancellationToken) is { } found
            ? new(new AliasOnDomain(found.Value, domain.Name), found.Version)
            : null;

    /// <summary>Creates or replaces an alias, whose local part has been sanitised.</summary>
    public async Task<EditResult<AliasOnDomain>> PutAsync(
        MailAlias wanted,
        AliasDomain domain,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var result = await OptimisticEdit.PutAsync(
            condition,
            () => aliases.FindAsync(wanted.Domain, wanted.LocalPart, cancellationToken),
            DecideAsync,
            (before, edit) =>
                before is not null && Unchanged.Is(before.Value, edit.Value)
                    ? Task.FromResult<ETag?>(before.ETag)
                    : audit.RecordAsync(
                        [AuditedChange.Of(NameOf(wanted.Domain, wanted.LocalPart), before?.Value, edit.Value)],
                        () => aliases.PutAsync(edit.Value, before?.ETag, onlyNew: before is null, cancellationToken),
                        cancellationToken
                    )
        );
        return result.Select(alias => new AliasOnDomain(alias, domain.Name));

        async Task<Edit<MailAlias>> DecideAsync(MailAlias? before) =>
            KeepStatus(
                MailAliasRules.Put(wanted, before, domain, await configuration.ReadAsync(cancellationToken)),
                before
            );
    }

    // The result of its last mail is valid as long as the alias stays as it is.
    private static Edit<MailAlias> KeepStatus(Edit<MailAlias> edit, MailAlias? before)
    {
        if (before is null)
            return edit;
        var tested = edit.Value with { Status = before.Status, LastError = before.LastError };
        return Unchanged.Is(before, tested) ? edit with { Value = tested } : edit;
    }

    public Task<EditResult<MailAlias>> DeleteAsync(
        AliasDomain domain,
        string localPart,
        EditCondition condition,
        CancellationToken cancellationToken
    ) =>
        OptimisticEdit.DeleteAsync(
            condition,
            () => aliases.FindAsync(domain.Id, localPart, cancellationToken),
            before => Task.FromResult(MailAliasRules.Delete(before, domain)),
            before =>
                audit.RecordAsync(
                    AuditedChange.Of(NameOf(domain.Id, localPart), before.Value, null),
                    () => aliases.DeleteAsync(domain.Id, localPart, before.ETag, cancellationToken),
                    cancellationToken
                )
        );

    private static string NameOf(string domain, string localPart) => $"aliases/{domain}/{localPart}";
}

/// <summary>An alias with the name of its alias domain; null when the alias domain is gone.</summary>
public sealed record AliasOnDomain(MailAlias Alias, string? DomainName)
{
    public string? Address => DomainName is null ? null : $"{Alias.LocalPart}@{DomainName}";
}
