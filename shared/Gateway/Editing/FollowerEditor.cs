using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.People;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>Changes the followers of a thread.</summary>
public sealed class FollowerEditor(ThreadStore threads)
{
    public Task<EditResult<Follower>> PutAsync(
        ThreadKey thread,
        Follower wanted,
        EditCondition condition,
        CancellationToken cancellationToken
    ) =>
        OptimisticEdit.PutAsync(
            condition,
            () => threads.FindFollowerAsync(thread, wanted.Address, cancellationToken),
            _ => Task.FromResult(new Edit<Follower>(wanted, Check(wanted))),
            (before, edit) => threads.PutFollowerAsync(thread, edit.Value, before?.ETag, cancellationToken)
        );

    /// <summary>
    /// Changes how a follower is notified, and nothing else. An address that does not follow is not added.
    /// </summary>
    public Task<EditResult<Follower>> NotifyAsync(
        ThreadKey thread,
        string address,
        NotificationChannel notify,
        CancellationToken cancellationToken
    ) =>
        OptimisticEdit.PutAsync(
            new EditCondition(IfMatch: ["*"]),
            () => threads.FindFollowerAsync(thread, address, cancellationToken),
            before => Task.FromResult(new Edit<Follower>(before! with { Notify = notify }, Findings.None)),
            (before, edit) => threads.PutFollowerAsync(thread, edit.Value, before?.ETag, cancellationToken)
        );

    public Task<EditResult<Follower>> DeleteAsync(
        ThreadKey thread,
        string address,
        EditCondition condition,
        CancellationToken cancellationToken
    ) =>
        OptimisticEdit.DeleteAsync(
            condition,
            () => threads.FindFollowerAsync(thread, address, cancellationToken),
            _ => Task.FromResult(Findings.None),
            before => threads.DeleteFollowerAsync(thread, address, before.ETag, cancellationToken)
        );

    private static Findings Check(Follower wanted) => new() { Errors = [.. PeopleRules.AddressErrors(wanted.Address)] };
}
