using System.Diagnostics;
using Postern.Tests.Flows;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Walks;

/// <summary>
/// Pages that a reader follows by pasting: their commands are run in order against a fresh <c>./run</c>, and show what
/// the page says.
/// </summary>
[Collection(nameof(EndToEnd))]
[Trait("Speed", "Long")]
public sealed class WalkTests(ITestOutputHelper console)
{
    private const string Tutorial = "docs/tutorial.md";
    private const string HowTo = "docs/how-to";
    private const string FromOdoo = "docs/moving-from-odoo.md";

    // Sends: it needs what the tutorial leaves, a gateway without servers that some page has added.
    private const string Testing = "testing-safely.md";

    [Fact]
    public async Task The_tutorial_does_what_it_says_and_so_does_the_page_on_testing_after_it()
    {
        await using var run = await FreshRun.StartAsync();
        await WalkAsync(run, Tutorial);
        await AssertTellsAsync(run);
        await WalkAsync(run, Path.Combine(HowTo, Testing));
    }

    [Fact]
    public async Task So_do_the_other_pages_for_those_who_have_an_aim()
    {
        await using var run = await FreshRun.StartAsync();
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, HowTo), "*.md").Order().ToList();
        Assert.True(pages.Count > 4);
        foreach (var page in pages.Where(page => Path.GetFileName(page) != Testing))
            await WalkAsync(run, Path.Combine(HowTo, Path.GetFileName(page)));
    }

    /// <summary>On its own: it takes the default alias domain over, and holds mail.</summary>
    [Fact]
    public async Task So_does_the_page_for_those_who_come_from_Odoo()
    {
        await using var run = await FreshRun.StartAsync();
        await WalkAsync(run, FromOdoo);
    }

    private async Task WalkAsync(FreshRun run, string page)
    {
        using var shell = new WalkShell();
        Assert.Equal((0, ""), Trimmed(await shell.PasteAsync(run.Exports)));
        var steps = WalkPage.Read(page);
        Assert.NotEmpty(steps);
        foreach (var step in steps)
            await TakeAsync(shell, step, page);
        Assert.DoesNotMatch(@"\b(fail|error|crit): ", run.Output);
    }

    // What ./run prints stands in the file from its first line on, with a line for each thing that happened.
    private static async Task AssertTellsAsync(FreshRun run)
    {
        var words = (string[])["received", "routed", "sent", "refused"];
        await Eventually.TrueAsync(() => words.All(word => run.Output.Contains($" {word} ", StringComparison.Ordinal)));
        Assert.Contains("Postern runs.", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("RouteInbound: queue", run.Output, StringComparison.Ordinal);
    }

    private async Task TakeAsync(WalkShell shell, WalkStep step, string page)
    {
        var watch = Stopwatch.StartNew();
        var (code, output) = step.Repeats
            ? await Eventually.ReadAsync(
                () => shell.PasteAsync(step.Commands),
                seen => seen.Code == 0 && step.Matches(seen.Output)
            )
            : await shell.PasteAsync(step.Commands);
        console.WriteLine($"{page}:{step.Line} {watch.Elapsed.TotalSeconds:0.0} s\n{output}");
        Assert.True(code == 0 && step.Matches(output), $"{page}:{step.Line} ended with {code}:\n{output}");
    }

    private static (int Code, string Output) Trimmed((int Code, string Output) result) =>
        (result.Code, result.Output.Trim());
}
