using System.Globalization;
using Postern.Core.Configuration;
using Postern.Tests.Support;

namespace Postern.Tests.Configuration;

/// <summary>docs/parameters.md says of each parameter what the code does.</summary>
public sealed class ParametersDocumentTests
{
    private static readonly IReadOnlyDictionary<string, string[]> Rows = File.ReadLines(
            Path.Combine(Repository.Root, "docs", "parameters.md")
        )
        .Where(line => line.StartsWith("| `mail.", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0].Trim('`'));

    public static TheoryData<string> Names => new(ParameterCatalog.All.Select(known => known.Name));

    [Fact]
    public void The_page_has_all_parameters_and_no_other() =>
        Assert.Equal(ParameterCatalog.All.Select(known => known.Name).Order(), Rows.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_says_default_and_allowed_values_and_an_example_that_is_one(string name)
    {
        var parameter = ParameterCatalog.Find(name)!;
        var cells = Rows[name];

        Assert.Equal(parameter.Default is { } value ? $"`{value}`" : "unset", cells[1]);
        if (Allowed(parameter) is { } allowed)
            Assert.Equal(allowed, cells[2]);
        Assert.Null(parameter.Problem(cells[3].Trim('`')));
        Assert.NotEqual(parameter.Default, cells[3].Trim('`'));
        Assert.NotEmpty(cells[4]);
    }

    private static string? Allowed(ParameterDefinition parameter) =>
        parameter.Choices is { } choices ? string.Join(", ", choices.Select(choice => $"`{choice}`"))
        : parameter is { Least: { } least, Most: { } most }
            ? string.Create(CultureInfo.InvariantCulture, $"{least} to {most}")
        : null;
}
