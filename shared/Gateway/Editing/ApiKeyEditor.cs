using System.Security.Cryptography;
using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Core.Audit;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>Makes and revokes the keys of the HTTP API.</summary>
public sealed class ApiKeyEditor(ApiKeyStore store, ApiKeyRing ring, AuditTrail audit, TimeProvider time)
{
    /// <summary>All keys, also those that were revoked, in the order of their creation.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(cancellationToken)).Select(key => key.Key).OrderBy(key => key.Created)];

    /// <summary>Makes a key. Its text is returned this once and stored nowhere.</summary>
    public async Task<(EditResult<ApiKey> Result, string? Text)> CreateAsync(
        ApiKeyRequest wanted,
        CancellationToken cancellationToken
    ) => await CreateAsync(wanted, await ListAsync(cancellationToken), cancellationToken);

    /// <summary>
    /// Makes a key for an administrator, unless there is one that opens everything and none more is asked for.
    /// </summary>
    public async Task<(EditResult<ApiKey> Result, string? Text)> CreateFirstAsync(
        FirstKeyRequest wanted,
        CancellationToken cancellationToken
    )
    {
        var keys = await ListAsync(cancellationToken);
        var now = time.GetUtcNow();
        var known = keys.FirstOrDefault(key => key.Scope == ApiScope.Admin && ApiKeyRules.IsValid(key, now));
        if (known is not null && !wanted.Again)
            return (EditResult.Refused<ApiKey>(new Findings { Conflicts = [ThereIs(known)] }), null);
        var request = new ApiKeyRequest { Name = wanted.Name, Scope = ApiScope.Admin };
        return await CreateAsync(request, keys, cancellationToken);
    }

    /// <summary>Revokes a key. Idempotent: the first time counts.</summary>
    public async Task<EditResult<ApiKey>> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var result = await OptimisticEdit.PutAsync(
            new EditCondition(IfMatch: ["*"]),
            () => store.FindAsync(id, cancellationToken),
            before => Task.FromResult(Revoked(before!)),
            (before, edit) =>
                before!.Value.Revoked is null
                    ? audit.RecordAsync(
                        [new AuditedChange(AuditAction.Revoked, NameOf(id), null, null)],
                        () => store.ChangeAsync(edit.Value, before.ETag, cancellationToken),
                        cancellationToken
                    )
                    : Task.FromResult<Azure.ETag?>(before.ETag)
        );
        if (result.Stored is not { Value: var revoked })
            return EditResult.Of<ApiKey>(EditOutcome.Missing);
        // Without its hash it opens nothing in this instance either way.
        await ring.NoteAsync(new StoredKey(revoked, ""), cancellationToken);
        return EditResult.Of<ApiKey>(EditOutcome.Deleted);
    }

    private async Task<(EditResult<ApiKey> Result, string? Text)> CreateAsync(
        ApiKeyRequest wanted,
        IReadOnlyList<ApiKey> others,
        CancellationToken cancellationToken
    )
    {
        var edit = ApiKeyRules.Make(RandomIdentifier.Create(), wanted, others, time.GetUtcNow());
        if (!edit.Findings.Allow)
            return (EditResult.Refused<ApiKey>(edit.Findings), null);
        var text = ApiKeyText.Of(edit.Value.Id, RandomNumberGenerator.GetBytes(ApiKeyText.SecretBytes));
        var stored = new StoredKey(edit.Value, text.Hash);
        await audit.RecordAsync(
            AuditedChange.Of(NameOf(edit.Value.Id), null, edit.Value),
            () => store.AddAsync(stored, cancellationToken),
            cancellationToken
        );
        await ring.NoteAsync(stored, cancellationToken);
        return (
            new(EditOutcome.Created, new Versioned<ApiKey>(edit.Value, edit.Value.Id), edit.Findings),
            text.Reveal()
        );
    }

    private Edit<ApiKey> Revoked(ApiKey key) =>
        new(key with { Revoked = key.Revoked ?? time.GetUtcNow(), LastUsed = null }, Findings.None);

    private static FieldMessage ThereIs(ApiKey key) =>
        new("again", $"is needed: there is an administrator's key already, '{key.Name}'");

    private static string NameOf(string id) => $"keys/{id}";
}
