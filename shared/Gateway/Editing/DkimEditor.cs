using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;
using Postern.Core.Validation;
using Postern.Gateway.Domains;
using Postern.Gateway.Secrets;

namespace Postern.Gateway.Editing;

/// <summary>Makes, activates and deletes the DKIM keys of alias domains.</summary>
public sealed class DkimEditor(
    ConfigurationEditor editor,
    DkimPrivateKeys privateKeys,
    DnsResolver resolver,
    TimeProvider time
)
{
    private const string Kind = ConfigurationKinds.DkimKeys;

    /// <summary>The keys, the oldest first; null when there is no such alias domain.</summary>
    public async Task<IReadOnlyList<DkimSelector>?> ListAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } found ? [.. found.Keys.Keys.Select(key => key.Show())] : null;

    /// <summary>Makes the next key of an alias domain.</summary>
    public async Task<EditResult<DkimSelector>> CreateAsync(
        string id,
        DkimKeyRequest wanted,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(id, cancellationToken) is not var (domain, keys))
            return EditResult.Of<DkimSelector>(EditOutcome.Missing);
        var key = NewKey(id, domain.Name, wanted, keys);
        // Before a key is made that would be refused.
        if (DkimRules.Add(keys, key).Findings is { Allow: false } refused)
            return EditResult.Refused<DkimSelector>(refused);
        var made = await privateKeys.CreateAsync(key.Secret, key.Algorithm, cancellationToken);
        key = key with { PublicKey = made.PublicKey };
        var result = await PutAsync(id, (_, before) => DkimRules.Add(before, key), cancellationToken);
        if (result.Stored is null)
            await privateKeys.DeleteAsync(key.Secret, cancellationToken);
        return Of(result, key.Selector) with { Outcome = result.Stored is null ? result.Outcome : EditOutcome.Created };
    }

    /// <summary>
    /// Makes a key the active one, if the DNS has its record or <paramref name="isUnchecked"/> says not to look.
    /// </summary>
    public async Task<EditResult<DkimSelector>> ActivateAsync(
        string id,
        string selector,
        bool isUnchecked,
        CancellationToken cancellationToken
    )
    {
        if (await FindKeyAsync(id, selector, cancellationToken) is not { } key)
            return EditResult.Of<DkimSelector>(EditOutcome.Missing);
        if (!isUnchecked && await ProblemAsync(key, cancellationToken) is { } problem)
            return EditResult.Refused<DkimSelector>(new Findings { Conflicts = [problem] });
        return Of(await PutAsync(id, Activate, cancellationToken), selector);

        Edit<DkimSigningKeys> Activate(GatewayConfiguration configuration, DkimSigningKeys? before) =>
            DkimRules.Activate(
                before ?? new DkimSigningKeys(),
                selector,
                configuration.AliasDomains.FirstOrDefault(domain => domain.Id == id)?.Name ?? "",
                time.GetUtcNow()
            );
    }

    /// <summary>Deletes a key, unless mail is signed with it.</summary>
    public async Task<EditResult<DkimSelector>> DeleteAsync(
        string id,
        string selector,
        CancellationToken cancellationToken
    )
    {
        if (await FindKeyAsync(id, selector, cancellationToken) is not { } key)
            return EditResult.Of<DkimSelector>(EditOutcome.Missing);
        var result = await PutAsync(
            id,
            (_, before) => DkimRules.Remove(before ?? new DkimSigningKeys(), selector),
            cancellationToken
        );
        if (result.Stored is null)
            return EditResult.Refused<DkimSelector>(result.Findings);
        await privateKeys.DeleteAsync(key.Secret, cancellationToken);
        return EditResult.Of<DkimSelector>(EditOutcome.Deleted);
    }

    /// <summary>Forgets the keys of an alias domain that is gone. Idempotent.</summary>
    public async Task ForgetAsync(string id, CancellationToken cancellationToken)
    {
        if (await editor.FindAsync<DkimSigningKeys>(Kind, id, cancellationToken) is not { } found)
            return;
        foreach (var key in found.Value.Keys)
            await privateKeys.DeleteAsync(key.Secret, cancellationToken);
        await editor.DeleteAsync<DkimSigningKeys>(
            Kind,
            id,
            EditCondition.None,
            (_, _) => Findings.None,
            cancellationToken
        );
    }

    private DkimSigningKey NewKey(string id, string domain, DkimKeyRequest wanted, DkimSigningKeys keys)
    {
        var now = time.GetUtcNow();
        return new DkimSigningKey
        {
            Selector = wanted.Selector ?? DkimRules.NewSelector(keys, now),
            Algorithm = wanted.Algorithm,
            Domain = domain,
            PublicKey = "",
            Secret = SecretNames.DkimKey(id, RandomIdentifier.Create()),
            Created = now,
        };
    }

    private async Task<(AliasDomain Domain, DkimSigningKeys Keys)?> FindAsync(
        string id,
        CancellationToken cancellationToken
    )
    {
        var current = await editor.ReadAsync(cancellationToken);
        return current.AliasDomains.FirstOrDefault(domain => domain.Id == id) is { } found
            ? (found, current.DkimKeys.GetValueOrDefault(id) ?? new DkimSigningKeys())
            : null;
    }

    private async Task<DkimSigningKey?> FindKeyAsync(string id, string selector, CancellationToken cancellationToken) =>
        (await FindAsync(id, cancellationToken))?.Keys.Find(selector);

    private async Task<FieldMessage?> ProblemAsync(DkimSigningKey key, CancellationToken cancellationToken)
    {
        var question = new DnsQuestion(DkimKey.NameOf(key.Selector, key.Domain), DnsType.Txt);
        var (reply, _) = await resolver.QueryAsync(question, cancellationToken);
        var published = DkimKey.Read(key, reply);
        return published.Matches == true
            ? null
            : new("selector", $"is not published as {question.Name}: {published.Text}");
    }

    private Task<EditResult<DkimSigningKeys>> PutAsync(
        string id,
        Func<GatewayConfiguration, DkimSigningKeys?, Edit<DkimSigningKeys>> decide,
        CancellationToken cancellationToken
    ) => editor.PutAsync(Kind, id, EditCondition.None, decide, cancellationToken);

    private static EditResult<DkimSelector> Of(EditResult<DkimSigningKeys> result, string selector) =>
        result.Select(keys => keys.Find(selector)!.Show());
}
