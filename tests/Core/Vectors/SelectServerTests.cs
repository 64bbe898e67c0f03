using Postern.Core.Selection;
using Xunit.Abstractions;

namespace Postern.Tests.Vectors;

/// <summary>
/// What a real Odoo 17 chose, against <c>mail.server.selection=odoo</c>: each case agrees, or a rule says what Postern
/// does instead.
/// </summary>
public sealed class SelectServerTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void Every_observed_choice_agrees_or_deviates_by_a_rule()
    {
        var vectors = SelectServerVector.All();
        Skip.If(vectors.Count == 0, "The vectors are not at hand: POSTERN_VECTORS names their folder.");

        var verdicts = (
            from vector in vectors
            from path in Enum.GetValues<SendingPath>()
            select (Vector: vector.Id, Path: path, Verdict: JudgeOrSay(vector, path))
        ).ToList();

        var counts = verdicts.CountBy(verdict => verdict.Verdict.Split(':')[0]);
        foreach (var (verdict, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            output.WriteLine($"{verdict}: {count}");
        var differs = verdicts
            .Where(verdict => verdict.Verdict.StartsWith("differs", StringComparison.Ordinal))
            .ToList();
        foreach (var (vector, path, verdict) in differs)
            output.WriteLine($"{vector} {path} {verdict}");
        Assert.Empty(differs);
    }

    [SkippableFact]
    public void Odoo_warns_exactly_where_the_last_resort_is_taken()
    {
        var vectors = SelectServerVector.All();
        Skip.If(vectors.Count == 0, "The vectors are not at hand: POSTERN_VECTORS names their folder.");

        var told =
            from vector in vectors
            where vector.HasSelection
            let input = vector.Input(SendingPath.Find)
            where SelectServerDeviations.For(input, SendingPath.Find).Applied.Count == 0
            let warning = ServerSelector.Select(input.Request).Warning
            where vector.Warned != (warning is not null)
            select $"{vector.Id}: {warning}";

        Assert.Empty(told);
    }

    // A case in a form that nobody has seen is one that differs, with the reason.
    private static string JudgeOrSay(SelectServerVector vector, SendingPath path)
    {
        try
        {
            return Judge(vector, path);
        }
        catch (Exception e)
        {
            return $"differs: it is not understood. {e.Message}";
        }
    }

    private static string Judge(SelectServerVector vector, SendingPath path)
    {
        var input = vector.Input(path);
        var postern = SelectServerOutcome.Of(input, path);
        var odoo = vector.Expected(path);
        if (postern == odoo)
            return "agree";
        var (rules, instead) = SelectServerDeviations.For(input, path);
        if (rules.Count == 0)
            return $"differs: Odoo {odoo}, Postern {postern}";
        var names = string.Join(" and ", rules.Select(rule => rule.Name));
        return postern == instead
            ? $"deviates, {names}"
            : $"differs: the rules ({names}) say {instead}, Postern {postern}";
    }
}
