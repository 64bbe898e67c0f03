using Postern.Contracts.Http;
using Postern.Core.Events;
using Postern.Core.People;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <content>Unsubscriptions from mailings.</content>
public sealed partial class BlacklistEditor
{
    /// <summary>Unsubscribes an address from mailings, and publishes it. Idempotent.</summary>
    public async Task UnsubscribeAsync(string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await blacklist.FindAsync(address, cancellationToken);
        var entry = found?.Value;
        if (BlacklistRules.IsUnsubscribed(entry, now))
            // The run that wrote the entry may have died before it updated the copy.
            await addresses.NoteAsync(entry!, cancellationToken);
        else
            entry = await WriteUnsubscribedAsync(address, now, cancellationToken);
        await events.PublishAsync(BlacklistEvents.Of(entry!), cancellationToken);
    }

    /// <summary>Undoes an unsubscription: an entry that was there before it is valid again.</summary>
    public async Task UndoUnsubscribeAsync(string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var found = await blacklist.FindAsync(address, cancellationToken);
        if (found is null || !BlacklistRules.IsUnsubscribed(found.Value, now))
            return;
        var asRead = new EditCondition([EditCondition.TagOf(found.Version)]);
        if (BlacklistRules.Undo(found.Value, now) is not { } earlier)
        {
            await DeleteAsync(address, asRead, ofAdministrator: false, cancellationToken);
            return;
        }
        await WriteAsync(
            address,
            asRead,
            _ => new(earlier, Findings.None),
            entry => $"Unsubscribing undone. {BlacklistRules.Added(entry)}",
            cancellationToken
        );
    }

    private async Task<BlacklistEntry> WriteUnsubscribedAsync(
        string address,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var result = await WriteAsync(
            address,
            EditCondition.None,
            before => new(BlacklistRules.Unsubscribe(address, before, now), Findings.None),
            _ => "Unsubscribed from mailings by the link in a mail",
            cancellationToken
        );
        return result.Stored!.Value;
    }
}
