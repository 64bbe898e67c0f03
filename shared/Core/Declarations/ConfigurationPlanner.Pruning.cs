namespace Postern.Core.Declarations;

/// <content>What is removed.</content>
public sealed partial class ConfigurationPlanner
{
    private void Prune(Section section, IReadOnlyList<string> declared)
    {
        foreach (var key in section.Removable(_state).Except(declared).ToList())
        {
            var (before, findings) = (section.Find(_state, key)!, section.Delete(_state, key));
            var path = RecordReader.Join(section.Name, key);
            _warnings.AddRange(findings.Warnings.Select(found => ConfigurationMessage.At(null, path, found.Message)));
            _errors.AddRange(
                findings
                    .Errors.Concat(findings.Conflicts)
                    .Select(found => ConfigurationMessage.At(null, path, $"cannot be removed: {found.Message}"))
            );
            if (!findings.Allow)
                continue;
            _state = section.With(_state, key, null);
            var change = ChangeLines.Of(section, key, before, null, []);
            _changes.Add(change);
            _steps.Add(new PlannedStep(section.Kind, key, null, [], [], change));
        }
    }
}
