using Microsoft.OpenApi;
using Postern.Tests.Console;
using Postern.Tests.Support;

namespace Postern.Tests.Clients;

/// <summary>The description of the API is valid, as readers and checkers of others see it.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public async Task The_description_is_read_without_an_error_or_a_warning()
    {
        await using var file = File.OpenRead(Path.Combine(Repository.Root, "docs", "openapi.json"));

        var read = await OpenApiDocument.LoadAsync(file, "json");

        Assert.True(read.Document!.Paths.Count > 50);
        Assert.Empty(read.Diagnostic!.Errors.Concat(read.Diagnostic.Warnings).Select(found => $"{found}"));
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task It_keeps_the_rules_of_a_checker_and_every_example_fits_its_schema() =>
        Assert.Empty(await NodeProgram.RunAsync(Path.Combine("tests", "EndToEnd", "Clients", "lint.mjs")));
}
