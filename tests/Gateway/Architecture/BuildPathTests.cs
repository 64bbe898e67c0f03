using System.Reflection.Metadata;

namespace Postern.Tests.Architecture;

/// <summary>No stack trace shows on which machine and in which folder the program was built.</summary>
public sealed class BuildPathTests
{
    [Theory]
    [InlineData("Postern.Contracts")]
    [InlineData("Postern.Core")]
    [InlineData("Postern.Gateway")]
    [InlineData("Postern.Functions")]
    public void The_sources_are_named_from_the_top_of_the_repository(string assembly)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.pdb"))
        );
        var reader = provider.GetMetadataReader();
        var sources = reader.Documents.Select(handle => reader.GetString(reader.GetDocument(handle).Name)).ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.StartsWith("/_/", source, StringComparison.Ordinal));
    }
}
