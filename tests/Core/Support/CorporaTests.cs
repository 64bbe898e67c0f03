namespace Postern.Tests.Support;

public sealed class CorporaTests
{
    [CorpusTheory]
    [InlineData("bounce")]
    [InlineData("auto")]
    [InlineData("reply")]
    [InlineData("senderauth")]
    public void A_set_has_an_index(string set) => Assert.NotEmpty(File.ReadLines(Corpora.PathOf(set, "index.jsonl")));

    [CorpusFact]
    public void The_corpora_say_where_they_come_from() => Assert.True(File.Exists(Corpora.PathOf("README.md")));
}
