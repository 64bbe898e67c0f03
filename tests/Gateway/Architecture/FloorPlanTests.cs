using Postern.Tests.Support;

namespace Postern.Tests.Architecture;

/// <summary>The drawings in the document are those of the code as it is; <c>eng/floors</c> makes them anew.</summary>
public sealed class FloorPlanTests
{
    private const string Redraw = "POSTERN_DRAW_FLOORS";
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "architecture.md");

    [Fact]
    public void The_drawings_of_the_floors_are_current()
    {
        var text = File.ReadAllText(Document);
        var drawn = new[] { CompiledAssembly.Contracts, CompiledAssembly.Core, CompiledAssembly.Gateway }.Aggregate(
            text,
            Drawn
        );
        if (Environment.GetEnvironmentVariable(Redraw) is not null)
            File.WriteAllText(Document, drawn);
        else
            Assert.True(
                text == drawn,
                "docs/architecture.md shows other floors than the code has: eng/floors draws them."
            );
    }

    private static string Drawn(string text, CompiledAssembly assembly)
    {
        var begin = text.IndexOf(FloorPlan.Begin(assembly), StringComparison.Ordinal);
        Assert.True(begin >= 0, $"docs/architecture.md has no place for the floors of {assembly.Name}.");
        begin += FloorPlan.Begin(assembly).Length;
        var end = text.IndexOf(FloorPlan.End, begin, StringComparison.Ordinal);
        return $"{text[..begin]}\n\n{FloorPlan.Draw(assembly)}\n{text[end..]}";
    }
}
