using Postern.Tests.Support;

namespace Postern.Tests.Walks;

public sealed class WalkPageTests
{
    private const string Tutorial = "docs/tutorial.md";
    private const string Page = """
        Start it:

        ```sh
        ./run
        ```
        ```text
        Postern runs.
        ```
        ```sh run
        curl "$API/health"
        curl "$API/mails"
        ```
        ```text
        {"status":"…
        "items":…[]
        ```
        ```json
        {"not":"a step"}
        ```
        ```sh look
        echo done
        ```
        """;

    [Fact]
    public void Marked_blocks_are_steps_with_the_output_that_follows()
    {
        var steps = WalkPage.Parse(Page.Split('\n'));
        Assert.Equal(2, steps.Count);
        Assert.Equal(
            ("curl \"$API/health\"\ncurl \"$API/mails\"", false, 2),
            (steps[0].Commands, steps[0].Repeats, steps[0].Calls)
        );
        Assert.Equal(["{\"status\":\"…", "\"items\":…[]"], steps[0].Expected);
        Assert.Equal(("echo done", true, 0), (steps[1].Commands, steps[1].Repeats, steps[1].Calls));
        Assert.Empty(steps[1].Expected);
    }

    /// <summary>The figures that the tutorial and the changelog name.</summary>
    [Fact]
    public void A_mail_is_routed_after_one_call_of_the_tutorial_and_it_names_how_many_there_are()
    {
        var steps = WalkPage.Read(Tutorial);
        var before = steps.TakeWhile(step => !step.Expected.Contains("\"state\":\"routed\"")).ToList();
        Assert.NotEqual(before.Count, steps.Count);
        Assert.Equal(1, before.Sum(step => step.Calls));
        var page = File.ReadAllText(Path.Combine(Repository.Root, Tutorial));
        Assert.Contains($"| until the first mail is routed | {Figures(before)} |", page, StringComparison.Ordinal);
        Assert.Contains($"| the whole page | {Figures(steps)} |", page, StringComparison.Ordinal);
    }

    private static string Figures(IReadOnlyList<WalkStep> steps) =>
        $"{steps.Sum(step => step.Calls)} | {steps.Sum(step => step.Lines)}";

    [Theory]
    [InlineData("{\"status\":\"ok\"}\n{\"items\": []}", true)]
    [InlineData("{\"items\":[]}\n{\"status\":\"ok\"}", false)]
    [InlineData("{\"status\":\"ok\"}", false)]
    public void Output_is_compared_by_its_parts_in_their_order(string output, bool matches) =>
        Assert.Equal(matches, WalkPage.Parse(Page.Split('\n'))[0].Matches(output));
}
