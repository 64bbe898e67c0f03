using System.Text.Json.Nodes;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Sending;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>
/// Decides what a file changes: it writes the file on a copy of the stored state in memory, step by step, by the rules
/// that each write of the API has.
/// </summary>
public sealed partial class ConfigurationPlanner
{
    private readonly ConfigurationState _stored;
    private readonly IReadOnlyDictionary<DeclaredSecret, ResolvedSecret> _secrets;
    private readonly EditCondition _condition;
    private readonly List<ConfigurationMessage> _warnings = [];
    private readonly List<ConfigurationMessage> _errors = [];
    private readonly List<PlannedChange> _changes = [];
    private readonly List<PlannedStep> _steps = [];
    private readonly List<object> _unchanged = [];
    private ConfigurationState _state;

    private ConfigurationPlanner(
        ConfigurationState stored,
        IReadOnlyDictionary<DeclaredSecret, ResolvedSecret> secrets,
        EditCondition condition
    ) => (_stored, _state, _secrets, _condition) = (stored, stored, secrets, condition);

    /// <summary>Plans a file.</summary>
    /// <param name="file">A file without problems.</param>
    /// <param name="stored">What is stored.</param>
    /// <param name="secrets">What became of its references.</param>
    /// <param name="prune">Whether that is removed which the sections of the file do not name.</param>
    /// <param name="condition">The condition of the request: with an entity tag that was read, lists of former addresses
    /// become shorter too.</param>
    public static ConfigurationPlan Plan(
        ConfigurationFile file,
        ConfigurationState stored,
        IReadOnlyDictionary<DeclaredSecret, ResolvedSecret> secrets,
        bool prune,
        EditCondition condition
    )
    {
        var planner = new ConfigurationPlanner(stored, secrets, condition);
        var edits = file.Resources.Select(resource => (Resource: resource, Edit: planner.Put(resource))).ToList();
        foreach (var (resource, edit) in edits)
            planner.Note(resource, edit);
        planner.NoteOthers(file);
        foreach (var section in Sections.All.Reverse().Where(section => prune && file.Present.Contains(section.Kind)))
            planner.Prune(section, file.Keys(section.Kind));
        planner.NoteMoves();
        return new ConfigurationPlan(planner._changes, planner._warnings, planner._errors)
        {
            Steps = planner._steps,
            Unchanged = planner._unchanged,
        };
    }

    private SectionEdit Put(DeclaredResource resource)
    {
        var secrets = resource.Secrets.ToDictionary(
            secret => secret.Key,
            secret => Resolved(resource, secret.Key, secret.Value)
        );
        var edit = resource.Section.Put(_state, resource, new SectionContext(_condition, secrets));
        // What stays as it is is not written, so no rule has to allow it.
        if (IsUnchanged(resource, edit))
            return edit with { Findings = Findings.None };
        _errors.AddRange(
            edit.Findings.Errors.Concat(edit.Findings.Conflicts)
                .Select(error => resource.About(error.Field, error.Message))
        );
        if (!edit.Findings.Allow)
            return edit;
        _state = resource.Section.With(_state, resource.Key, edit.Value);
        foreach (var also in edit.Also.Where(also => also.Kind == ConfigurationKinds.AliasDomain))
            _state = Sections.AliasDomains.With(_state, also.Id, also.Value);
        return edit;
    }

    private ResolvedSecret Resolved(DeclaredResource resource, string field, SecretReference reference)
    {
        var use = new DeclaredSecret(resource.Section.Kind, resource.Key, field, reference);
        var secret = _secrets.GetValueOrDefault(use) ?? new ResolvedSecret(null, false);
        if (secret.Problem is { } problem)
            (secret.Unknown ? _warnings : _errors).Add(resource.About(field, problem));
        return secret;
    }

    private bool IsUnchanged(DeclaredResource resource, SectionEdit edit)
    {
        var before = resource.Section.Find(_state, resource.Key);
        return before is not null
            && edit.Value is not null
            && !edit.Secrets.Any(secret => secret.Given)
            && IsSame(resource.Section, before, edit.Value);
    }

    // Compared with what was stored at first: one step may undo what another brought with it.
    private void Note(DeclaredResource resource, SectionEdit edit)
    {
        var section = resource.Section;
        var (before, after) = (section.Find(_stored, resource.Key), section.Find(_state, resource.Key));
        var given = section.SecretFields.Zip(edit.Secrets).Where(secret => secret.Second.Given).ToList();
        var isSame = before is not null && after is not null && IsSame(section, before, after);
        if ((isSame || (before is null && after is null)) && given.Count == 0)
        {
            if (edit.Value is null || before is null)
                Warn(resource, edit.Findings);
            if (before is Contact or BlacklistEntry)
                _unchanged.Add(before);
            return;
        }
        Warn(resource, edit.Findings);
        if (!edit.Findings.Allow)
            return;
        var change = ChangeLines.Of(section, resource.Key, before, after, given);
        _changes.Add(change);
        _steps.Add(new PlannedStep(section.Kind, resource.Key, edit.Value, resource.Named, edit.Secrets, change));
    }

    private void Warn(DeclaredResource resource, Findings findings) =>
        _warnings.AddRange(findings.Warnings.Select(warning => resource.About(warning.Field, warning.Message)));

    // The alias domain that was the default, and is not in the file.
    private void NoteOthers(ConfigurationFile file)
    {
        var section = Sections.AliasDomains;
        foreach (var key in section.Stored(_stored).Except(file.Keys(section.Kind)))
        {
            var (before, after) = (section.Find(_stored, key)!, section.Find(_state, key)!);
            if (!IsSame(section, before, after))
                _changes.Add(ChangeLines.Of(section, key, before, after, []));
        }
    }

    // Compared from end to end: a step of the file may undo what another does.
    private void NoteMoves()
    {
        if (_errors.Count > 0)
            return;
        var moves = ServerMoves.Between(_stored.Configuration, _state.Configuration);
        _warnings.AddRange(moves.Select(text => ConfigurationMessage.At(null, "outgoingServers", text)));
    }

    private static bool IsSame(Section section, object before, object after) =>
        JsonNode.DeepEquals(section.Full(before), section.Full(after));
}
