using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Declarations;
using Postern.Core.People;
using Postern.Core.Validation;
using Postern.Gateway.Editing;

namespace Postern.Gateway.Applying;

/// <summary>Makes one planned change, by the editor that the API has for it.</summary>
public sealed class StepWriter(
    ConfigurationEditor rows,
    AliasDomainEditor domains,
    DomainTextsEditor texts,
    AliasEditor aliases,
    OutgoingServerEditor outgoing,
    IncomingServerEditor incoming,
    ParameterEditor parameters,
    ContactEditor contacts,
    BlacklistEditor blacklist
)
{
    private static readonly EditCondition Any = EditCondition.None;

    /// <summary>Makes a change; returns why it was refused after all, since others change things too.</summary>
    internal async Task<Findings?> WriteAsync(
        PlannedStep step,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var (outcome, findings) = step.Value is { } value
            ? await PutAsync(step, value, condition with { Members = step.Named }, cancellationToken)
            : await DeleteAsync(step, cancellationToken);
        return outcome switch
        {
            EditOutcome.Created or EditOutcome.Replaced or EditOutcome.Deleted => null,
            EditOutcome.Missing when step.Value is null => null,
            EditOutcome.Missing => new Findings { Conflicts = [new("", "does not exist any more")] },
            _ => findings,
        };
    }

    private async Task<(EditOutcome, Findings)> PutAsync(
        PlannedStep step,
        object value,
        EditCondition rules,
        CancellationToken cancel
    ) =>
        value switch
        {
            AliasDomain domain => Of(await domains.PutAsync(domain, Any, rules, cancel)),
            DomainTexts own => Of(await texts.PutAsync(step.Id, own, Any, cancel)),
            RecordModel model => Of(
                await rows.PutAsync<RecordModel>(
                    ConfigurationKinds.Model,
                    step.Id,
                    Any,
                    (_, before) => RecordModelRules.Put(model, before),
                    cancel
                )
            ),
            AllowedSender sender => Of(
                await rows.PutAsync<AllowedSender>(
                    ConfigurationKinds.AllowedSender,
                    step.Id,
                    Any,
                    (_, _) => PeopleRules.Put(sender),
                    cancel
                )
            ),
            OutgoingServer server => Of(await outgoing.PutAsync(server, step.Secrets, Any, cancel)),
            IncomingServer server => Of(await incoming.PutAsync(server, step.Secrets, Any, cancel)),
            string text => Of(await parameters.PutAsync(ParameterCatalog.Find(step.Id)!, text, Any, cancel)),
            MailAlias alias => await PutAliasAsync(alias, cancel),
            Contact contact => Of(await contacts.PutAsync(contact, Any, cancel)),
            BlacklistEntry entry => Of(await blacklist.PutAsync(entry, Any, cancel)),
            _ => throw new InvalidOperationException($"{value.GetType().Name} is nothing that a file declares."),
        };

    private async Task<(EditOutcome, Findings)> PutAliasAsync(MailAlias alias, CancellationToken cancel) =>
        await aliases.FindDomainAsync(alias.Domain, cancel) is { } domain
            // A changed alias has not been tested.
            ? Of(await aliases.PutAsync(alias with { Status = default, LastError = null }, domain, Any, cancel))
            : (EditOutcome.Missing, Findings.None);

    private async Task<(EditOutcome, Findings)> DeleteAsync(PlannedStep step, CancellationToken cancel) =>
        step.Section switch
        {
            ConfigurationSection.AliasDomains => Of(await domains.DeleteAsync(step.Id, Any, cancel)),
            ConfigurationSection.Models => await DeleteRowAsync<RecordModel>(ConfigurationKinds.Model, step.Id, cancel),
            ConfigurationSection.AllowedSenders => await DeleteRowAsync<AllowedSender>(
                ConfigurationKinds.AllowedSender,
                step.Id,
                cancel
            ),
            ConfigurationSection.OutgoingServers => Of(await outgoing.DeleteAsync(step.Id, Any, cancel)),
            ConfigurationSection.IncomingServers => Of(await incoming.DeleteAsync(step.Id, Any, cancel)),
            ConfigurationSection.Parameters => Of(
                await parameters.ResetAsync(ParameterCatalog.Find(step.Id)!, Any, cancel)
            ),
            ConfigurationSection.Aliases => await DeleteAliasAsync(step.Id, cancel),
            ConfigurationSection.Contacts => Of(await contacts.DeleteAsync(step.Id, Any, cancel)),
            ConfigurationSection.Blacklist => Of(await blacklist.DeleteAsync(step.Id, Any, cancel)),
            _ => throw new InvalidOperationException($"Nothing in {step.Section} is removed by itself."),
        };

    private async Task<(EditOutcome, Findings)> DeleteRowAsync<T>(string kind, string id, CancellationToken cancel)
        where T : class => Of(await rows.DeleteAsync<T>(kind, id, Any, (_, _) => Findings.None, cancel));

    private async Task<(EditOutcome, Findings)> DeleteAliasAsync(string address, CancellationToken cancel)
    {
        var at = address.LastIndexOf('@');
        return await aliases.FindDomainAsync(address[(at + 1)..], cancel) is { } domain
            ? Of(await aliases.DeleteAsync(domain, address[..at], Any, cancel))
            : (EditOutcome.Missing, Findings.None);
    }

    private static (EditOutcome, Findings) Of<T>(EditResult<T> result) => (result.Outcome, result.Findings);
}
