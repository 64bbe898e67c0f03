using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Postern.Core.Audit;
using Postern.Core.Declarations;
using Postern.Core.Validation;
using Postern.Gateway.Callers;

namespace Postern.Gateway.Applying;

/// <summary>Makes the changes of a plan in their order, and lists them as one in the audit.</summary>
public sealed class PlanWriter(StepWriter writer, AuditTrail audit)
{
    private const string Audited = "configuration";
    private const int AtOnce = 8;

    /// <summary>Makes them, until one is refused after all.</summary>
    internal async Task<AppliedConfiguration> WriteAsync(
        ConfigurationPlan plan,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var run = new ApplyRun();
        if (plan.Steps.Count == 0)
            return new(ApplyOutcome.Applied, plan, []);
        try
        {
            await audit.RecordAsync(
                ChangeOf(plan),
                () => WriteStepsAsync(plan.Steps, run, condition, cancellationToken),
                cancellationToken
            );
            return new(ApplyOutcome.Applied, plan, plan.Changes);
        }
        catch (ApplyStoppedException)
        {
            var (step, findings) = run.Stopped!.Value;
            var why = findings
                .Errors.Concat(findings.Conflicts)
                .Select(found => $"{found.Field} {found.Message}".Trim());
            var message = new ConfigurationMessage(
                $"{step.Change.Section}.{step.Id}",
                string.Join("; ", why),
                null,
                null
            );
            return new(ApplyOutcome.Stopped, plan with { Errors = [message] }, run.Done);
        }
    }

    private async Task WriteStepsAsync(
        IReadOnlyList<PlannedStep> steps,
        ApplyRun run,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var inOrder = steps.Where(step => !IsOfPeople(step));
        foreach (var step in inOrder)
            await WriteAsync(step);
        // No address depends on another one.
        await EachAsync(steps.Where(IsOfPeople), WriteAsync, cancellationToken);

        async Task WriteAsync(PlannedStep step)
        {
            if (await writer.WriteAsync(step, condition, cancellationToken) is not { } refused)
            {
                run.Add(step);
                return;
            }
            run.Stopped = (step, refused);
            // The audit then shows the whole as unfinished, and what was written in entries of its own.
            throw new ApplyStoppedException();
        }
    }

    private static bool IsOfPeople(PlannedStep step) =>
        step.Section is ConfigurationSection.Contacts or ConfigurationSection.Blacklist;

    /// <summary>Does something for each of many, a few at a time.</summary>
    internal static Task EachAsync<T>(IEnumerable<T> items, Func<T, Task> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (item, _) => await act(item)
        );

    private static AuditedChange ChangeOf(ConfigurationPlan plan)
    {
        var names = new JsonObject(
            plan.Changes.GroupBy(change => change.Action)
                .Select(group =>
                    KeyValuePair.Create(
                        group.Key.ToString().ToLowerInvariant(),
                        (JsonNode?)new JsonArray([.. group.Select(change => (JsonNode)$"{change.Section}/{change.Id}")])
                    )
                )
        );
        return AuditedChange.Of(Audited, new JsonObject(), names);
    }

    private sealed class ApplyRun
    {
        private readonly ConcurrentQueue<PlannedChange> _done = new();

        public IReadOnlyList<PlannedChange> Done => [.. _done];

        public (PlannedStep Step, Findings Findings)? Stopped { get; set; }

        public void Add(PlannedStep step) => _done.Enqueue(step.Change);
    }

    private sealed class ApplyStoppedException : Exception;
}
