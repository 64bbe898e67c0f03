namespace Postern.Tests.Flows;

/// <summary>
/// Tests that start processes of their own, one after the other: together they would wait for each other only.
/// </summary>
[CollectionDefinition(nameof(EndToEnd))]
public sealed class EndToEnd
{
    /// <summary>
    /// How long a step may take where other tests take the machine: only a failing test waits for so long.
    /// </summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);
}
