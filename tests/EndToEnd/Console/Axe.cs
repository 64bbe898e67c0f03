using Microsoft.Playwright;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>axe-core, which finds violations of WCAG 2.2 AA in a page.</summary>
internal static class Axe
{
    // Frames with mail have no scripts, and are not the console's to mend.
    private const string Run = """
        async () => {
          const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
          const found = await axe.run(document, { runOnly: { type: 'tag', values: rules }, iframes: false, resultTypes: ['violations'] });
          return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(' | ')}`);
        }
        """;

    /// <summary>The library, from npm.</summary>
    public static string Source { get; } =
        File.ReadAllText(Path.Combine(Repository.Root, "node_modules", "axe-core", "axe.min.js"));

    /// <summary>The violations on a page, a sentence each.</summary>
    public static Task<string[]> ViolationsAsync(IPage page) => page.EvaluateAsync<string[]>(Run);
}
