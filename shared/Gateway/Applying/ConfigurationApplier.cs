using System.Text.Json.Nodes;
using Postern.Contracts.Http;
using Postern.Core.Declarations;
using Postern.Core.Validation;
using Postern.Gateway.Editing;

namespace Postern.Gateway.Applying;

/// <summary>
/// Plans a file of the configuration and writes it. Nothing is written unless the whole file is valid. Every write can be
/// repeated, so a run that was interrupted is completed by the next one.
/// </summary>
public sealed class ConfigurationApplier(
    ConfigurationStateReader reader,
    DeclaredSecrets secrets,
    PlanWriter writer,
    AliasDomainEditor domains,
    ContactEditor contacts,
    BlacklistEditor blacklist
)
{
    /// <summary>What a file would change. Nothing is written.</summary>
    public async Task<ConfigurationPlan> PlanAsync(
        ConfigurationFile file,
        IReadOnlyDictionary<string, string> sent,
        bool prune,
        CancellationToken cancellationToken
    )
    {
        if (file.Problems.Count > 0)
            return ConfigurationPlan.Unreadable(file);
        var state = await reader.ReadAsync(prune ? file.Present : [], file, cancellationToken);
        return await PlanAsync(file, state, sent, prune, EditCondition.None, isPlan: true, cancellationToken);
    }

    /// <summary>Writes a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sent">The values of variables that were sent with it.</param>
    /// <param name="prune">Whether that is removed which its sections do not name.</param>
    /// <param name="condition">The condition on the whole that is stored.</param>
    /// <param name="cancellationToken">Cancels the calls; what is written by then stays.</param>
    public async Task<AppliedConfiguration> ApplyAsync(
        ConfigurationFile file,
        IReadOnlyDictionary<string, string> sent,
        bool prune,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        if (file.Problems.Count > 0)
            return new(ApplyOutcome.Refused, ConfigurationPlan.Unreadable(file), []);
        var isConditional = condition.IfMatch is not null || condition.OnlyNew;
        var whole =
            isConditional ? ConfigurationExport.SectionNames.Values
            : prune ? file.Present
            : [];
        var state = await reader.ReadAsync([.. whole], file, cancellationToken);
        if (isConditional && !Holds(condition, state, file))
            return new(ApplyOutcome.ConditionFailed, new ConfigurationPlan([], [], []), []);
        var plan = await PlanAsync(file, state, sent, prune, condition, isPlan: false, cancellationToken);
        if (plan.Errors.Count > 0)
            return new(ApplyOutcome.Refused, plan, []);
        var applied = await writer.WriteAsync(plan, condition, cancellationToken);
        if (applied.Outcome == ApplyOutcome.Applied)
            await RepairAsync(plan, prune ? state : null, cancellationToken);
        return applied;
    }

    private async Task<ConfigurationPlan> PlanAsync(
        ConfigurationFile file,
        ConfigurationState state,
        IReadOnlyDictionary<string, string> sent,
        bool prune,
        EditCondition condition,
        bool isPlan,
        CancellationToken cancellationToken
    )
    {
        var resolved = await secrets.ResolveAsync(file, sent, isPlan, cancellationToken);
        return ConfigurationPlanner.Plan(file, state, resolved, prune, condition);
    }

    // The tag of all that is stored, or of the sections of the file, in one of the two forms.
    private static bool Holds(EditCondition condition, ConfigurationState state, ConfigurationFile file)
    {
        IReadOnlyCollection<ConfigurationSection>[] reads =
        [
            [.. ConfigurationExport.SectionNames.Values],
            file.Present,
        ];
        return !condition.OnlyNew
            && reads
                .Select(sections => ConfigurationExport.Of(state, sections))
                .SelectMany(TagsOf)
                .Any(condition.Holds);
    }

    // What a run that was interrupted may have left behind a write of its own.
    private async Task RepairAsync(
        ConfigurationPlan plan,
        ConfigurationState? pruned,
        CancellationToken cancellationToken
    )
    {
        await PlanWriter.EachAsync(plan.Unchanged, RepairOneAsync, cancellationToken);
        if (pruned is null)
            return;
        var known = pruned.Configuration.AliasDomains.Select(domain => domain.Id);
        foreach (var id in pruned.Configuration.Texts.Keys.Union(pruned.Configuration.DkimKeys.Keys).Except(known))
            await domains.DeleteAsync(id, EditCondition.None, cancellationToken);

        Task RepairOneAsync(object stored) =>
            stored is Contact contact
                ? contacts.PutAsync(contact, EditCondition.None, cancellationToken)
                : blacklist.RepairAsync((BlacklistEntry)stored, cancellationToken);
    }

    private static IEnumerable<string> TagsOf(JsonObject stored) =>
        [ConfigurationExport.TagOf(stored, isJson: true), ConfigurationExport.TagOf(stored, isJson: false)];
}
