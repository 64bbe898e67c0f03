using System.Security.Cryptography;
using Postern.Contracts;
using Postern.Core.Audit;
using Postern.Core.Configuration;
using Postern.Core.Erasing;
using Postern.Core.Text;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>Begins erasures, which housekeeping carries out, and says how far they are.</summary>
public sealed class Erasures
{
    private const int IdBytes = 5;
    private readonly ErasureStore _store;
    private readonly ErasureKey _key;
    private readonly PeopleStore _people;
    private readonly ThreadStore _threads;
    private readonly GatewayConfigurationSource _configuration;
    private readonly ConfigurationMentions _mentions;
    private readonly ErasureRunner _runner;
    private readonly AuditTrail _audit;
    private readonly TimeProvider _time;

    internal Erasures(
        ErasureStore store,
        ErasureKey key,
        PeopleStore people,
        ThreadStore threads,
        GatewayConfigurationSource configuration,
        ConfigurationMentions mentions,
        ErasureRunner runner,
        AuditTrail audit,
        TimeProvider time
    )
    {
        (_store, _key, _people, _threads, _configuration) = (store, key, people, threads, configuration);
        (_mentions, _runner, _audit, _time) = (mentions, runner, audit, time);
    }

    public async Task<ErasureState?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _store.FindAsync(id, cancellationToken) is { Value: var job } ? ErasureState.Of(job) : null;

    /// <summary>All erasures, the newest first.</summary>
    public async Task<IReadOnlyList<ErasureState>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await _store.ListAsync(cancellationToken)).Select(job => ErasureState.Of(job.Value))];

    /// <summary>The erasures of an address, finished or not.</summary>
    public async Task<IReadOnlyList<ErasureState>> ListOfAsync(string address, CancellationToken cancellationToken)
    {
        var hash = await _key.FindHashAsync(address, cancellationToken);
        var jobs = await _store.ListAsync(cancellationToken);
        return
        [
            .. jobs.Where(job => hash is not null && job.Value.Hash == hash).Select(job => ErasureState.Of(job.Value)),
        ];
    }

    /// <summary>
    /// Begins to erase a person, whose address is canonical; the erasure that is under way where there is one. Findings
    /// where the address is not a person's, or is in use by the configuration.
    /// </summary>
    public async Task<(ErasureState? State, Findings Findings)> BeginPersonAsync(
        string address,
        CancellationToken cancellationToken
    )
    {
        if (await FindUseAsync(address, cancellationToken) is { } use)
            return (null, new Findings { Conflicts = [new("address", use)] });
        if ((await ListOfAsync(address, cancellationToken)).FirstOrDefault(one => one.Finished is null) is { } open)
            return (open, Findings.None);
        var contact = await _people.FindContactAsync(address, cancellationToken);
        var job = New(ErasureKind.Person) with
        {
            Address = address,
            Hash = await _key.HashAsync(address, cancellationToken),
            Names = contact?.Value.Name is { } name ? [name] : [],
        };
        return (await BeginAsync(job, $"people/{ErasedPerson.Nobody}-{job.Id}", cancellationToken), Findings.None);
    }

    /// <summary>Begins to delete a thread; null when there is none.</summary>
    public async Task<ErasureState?> BeginThreadAsync(ThreadKey thread, CancellationToken cancellationToken)
    {
        var jobs = await _store.ListAsync(cancellationToken);
        if (jobs.FirstOrDefault(job => job.Value.Thread == thread && job.Value.Finished is null) is { } open)
            return ErasureState.Of(open.Value);
        if (await _threads.FindHeadAsync(thread, cancellationToken) is null)
            return null;
        var job = New(ErasureKind.Thread) with { Thread = thread };
        var name = $"threads/{Uri.EscapeDataString(thread.Model)}/{Uri.EscapeDataString(thread.Id)}";
        return await BeginAsync(job, name, cancellationToken);
    }

    private ErasureJob New(ErasureKind kind)
    {
        var now = _time.GetUtcNow();
        return new ErasureJob
        {
            // Rows, and so lists, are newest first.
            Id = SortableTime.NewestFirst(now) + Base32.Encode(RandomNumberGenerator.GetBytes(IdBytes)),
            Kind = kind,
            Begun = now,
        };
    }

    private async Task<ErasureState> BeginAsync(ErasureJob job, string what, CancellationToken cancellationToken)
    {
        var state = ErasureState.Of(job);
        var change = AuditedChange.Of(what, before: new { erasure = job.Id }, after: null);
        await _audit.RecordAsync(change, () => _store.TryAddAsync(job, cancellationToken), cancellationToken);
        _runner.Wake();
        return state;
    }

    private async Task<string?> FindUseAsync(string address, CancellationToken cancellationToken)
    {
        if (OwnAddresses.IsOurs(await _configuration.GetAsync(cancellationToken), address))
            return "is an address of the gateway";
        var places = await _mentions.ListAsync(new ErasedPerson(address, [], ""), cancellationToken);
        return places.Count == 0 ? null : $"is in use: take it out of {string.Join(", ", places)} first";
    }
}
