using FsCheck.Xunit;
using Postern.Contracts;
using Postern.Core.Text;

namespace Postern.Tests.Contracts;

public sealed class TableKeysTests
{
    [Property]
    public bool Every_text_comes_back_from_its_key(string text) =>
        TableKeys.Unescape(TableKeys.Escape(text ?? "")) == (text ?? "");

    [Property]
    public bool A_key_holds_nothing_that_table_storage_refuses(string text) =>
        !TableKeys.Escape(text ?? "").Any(c => char.IsControl(c) || "/\\#?".Contains(c, StringComparison.Ordinal));

    [Theory]
    [InlineData("helpdesk.ticket", "42")]
    [InlineData("a:b", "c/d?e#f\\g")]
    [InlineData("modèle", "~0041")]
    public void A_thread_s_partition_names_it(string model, string id)
    {
        Assert.True(ThreadKey.TryParse(new ThreadKey(model, id).Partition, out var key));
        Assert.Equal(new ThreadKey(model, id), key);
    }

    [Fact]
    public void Later_times_sort_first_newest_first_and_last_ascending()
    {
        var (early, late) = (DateTimeOffset.UnixEpoch.AddYears(40), DateTimeOffset.UnixEpoch.AddYears(56));
        Assert.True(string.CompareOrdinal(SortableTime.NewestFirst(late), SortableTime.NewestFirst(early)) < 0);
        Assert.True(string.CompareOrdinal(SortableTime.Ascending(late), SortableTime.Ascending(early)) > 0);
        Assert.True(SortableTime.TryReadNewestFirst(SortableTime.NewestFirst(late), out var back));
        Assert.Equal(late, back);
    }
}
