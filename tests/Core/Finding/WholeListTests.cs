using Postern.Core.Finding;

namespace Postern.Tests.Finding;

public sealed class WholeListTests
{
    [Fact]
    public void Pages_of_any_size_give_the_list_in_its_order()
    {
        foreach (var seed in Enumerable.Range(0, 200))
        {
            var random = new Random(seed);
            var list = Enumerable.Range(0, random.Next(0, 30)).Select(number => $"k{number}").ToArray();
            random.Shuffle(list);
            var (shown, next) = (new List<string>(), (string?)null);
            do
            {
                var limit = random.Next(1, 7);
                var page = WholeList.Page(list, key => key, next, limit);
                Assert.InRange(page.Items.Count, 0, limit);
                shown.AddRange(page.Items);
                next = page.Next;
            } while (next is not null);
            Assert.Equal(list, shown);
        }
    }

    [Fact]
    public void An_item_that_was_deleted_meanwhile_keeps_its_place()
    {
        var first = WholeList.Page(["a", "b", "c", "d"], key => key, null, 2);
        Assert.Equal("b", first.Next);
        Assert.Equal(["c", "d"], WholeList.Page(["a", "c", "d"], key => key, first.Next, 5).Items);
    }
}
