using System.Reflection;
using Xunit.Sdk;

namespace Postern.Tests.Support;

public sealed class CorporaTests
{
    [CorpusTheory]
    [InlineData("bounce")]
    [InlineData("auto")]
    [InlineData("reply")]
    [InlineData("senderauth")]
    public void A_set_has_an_index(string set) => Assert.NotEmpty(File.ReadLines(Corpora.PathOf(set, "index.jsonl")));

    // xunit skips a test without a word when it does not find the discoverer.
    [Theory]
    [InlineData(typeof(CorpusFactAttribute))]
    [InlineData(typeof(CorpusTheoryAttribute))]
    public void The_discoverer_of_corpus_tests_is_where_xunit_looks_for_it(Type attribute)
    {
        var discoverer = attribute.CustomAttributes.Single(data =>
            data.AttributeType == typeof(XunitTestCaseDiscovererAttribute)
        );
        var (type, assembly) = (discoverer.ConstructorArguments[0], discoverer.ConstructorArguments[1]);

        Assert.NotNull(Assembly.Load((string)assembly.Value!).GetType((string)type.Value!));
    }

    [CorpusFact]
    public void The_corpora_say_where_they_come_from() => Assert.True(File.Exists(Corpora.PathOf("README.md")));
}
