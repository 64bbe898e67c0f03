using System.Text.Json.Nodes;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>Writes changes in one line each: <c>+</c> what is added, <c>~</c> what is changed, <c>-</c> what is removed.</summary>
internal static class ChangeLines
{
    private const int LongestValue = 60;
    private const string Nothing = "none";

    /// <summary>The change of one resource.</summary>
    /// <param name="section">Its section.</param>
    /// <param name="key">Its identifier.</param>
    /// <param name="before">What is stored; null = nothing.</param>
    /// <param name="after">What will be; null = nothing.</param>
    /// <param name="secrets">The secrets that are written.</param>
    public static PlannedChange Of(
        Section section,
        string key,
        object? before,
        object? after,
        IReadOnlyList<(string Field, PasswordChange Change)> secrets
    )
    {
        var (action, sign) = (before, after) switch
        {
            (null, _) => (PlannedAction.Add, '+'),
            (_, null) => (PlannedAction.Remove, '-'),
            _ => (PlannedAction.Change, '~'),
        };
        var details = Differences(section, before, after).Concat(secrets.Select(Secret)).ToList();
        var line = $"{sign} {section.Noun} {key}{(details.Count > 0 ? ": " : "")}{string.Join(", ", details)}";
        return new PlannedChange(action, section.Name, key, line);
    }

    private static IEnumerable<string> Differences(Section section, object? before, object? after)
    {
        if (before is null || after is null)
            return section.Record is null && after is string text ? [Shown(JsonValue.Create(text))] : [];
        return Differences("", section.Full(before), section.Full(after));
    }

    private static IEnumerable<string> Differences(string path, JsonNode? before, JsonNode? after)
    {
        if (before is not JsonObject was || after is not JsonObject willBe)
            return JsonNode.DeepEquals(before, after) ? [] : [$"{path} {Shown(before)} -> {Shown(after)}".TrimStart()];
        return was.Select(member => member.Key)
            .Union(willBe.Select(member => member.Key))
            .SelectMany(name => Differences(RecordReader.Join(path, name), was[name], willBe[name]));
    }

    private static string Secret((string Field, PasswordChange Change) secret) =>
        $"{secret.Field} is {(secret.Change.Password is null ? "removed" : "set")}";

    private static string Shown(JsonNode? value)
    {
        if (value is null)
            return Nothing;
        var text =
            value is JsonValue single && single.TryGetValue<string>(out var plain)
                ? ShownText.Clean(plain.ReplaceLineEndings(" "))
                : value.ToJsonString(PosternJson.Strict);
        return text.Length <= LongestValue ? text : CutText.At(text, LongestValue) + "…";
    }
}
