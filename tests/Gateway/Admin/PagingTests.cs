using System.Text.Json.Nodes;

namespace Postern.Tests.Admin;

/// <summary>Every list of the API is read in pages in the same way.</summary>
public sealed class PagingTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    public static TheoryData<string> Paths => [.. ListOperations.All.Select(list => list.Path)];

    [Fact]
    public void Every_list_takes_limit_and_after_and_gives_items_and_next()
    {
        Assert.InRange(ListOperations.All.Count, 15, 100);
        foreach (var (path, operation) in ListOperations.All)
        {
            var query = ListOperations.Query(operation).ToList();
            Assert.True(query.Contains("limit") && query.Contains("after"), path);
            Assert.Equal(
                (path, "items next"),
                (path, string.Join(' ', ListOperations.Members(operation).Select(m => m.Key)))
            );
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Pages_of_one_give_what_the_whole_list_gives(string path)
    {
        await ListOperations.SeedAsync(gateway);
        var seeded = ListOperations.Seeded(path);
        var whole = await gateway.GetAsync(seeded);
        Assert.True(whole.Status == 200, $"{seeded}: {whole}");

        var (items, next) = (new List<string>(), "");
        do
        {
            var page = await gateway.GetAsync($"{seeded}?limit=1{(next.Length > 0 ? $"&after={next}" : "")}");
            Assert.True(page.Status == 200, $"{seeded}: {page}");
            Assert.InRange(page.Json["items"]!.AsArray().Count, 0, 1);
            items.AddRange(page.Json["items"]!.AsArray().Select(item => item!.ToJsonString()));
            next = page.Json["next"]?.GetValue<string>() ?? "";
        } while (next.Length > 0);

        Assert.Equal(whole.Json["items"]!.AsArray().Select(item => item!.ToJsonString()), items);
        // Reports of mail systems come from outside.
        Assert.True(
            items.Count >= (path.EndsWith("/bounces", StringComparison.Ordinal) ? 0 : 1),
            $"{seeded} has nothing"
        );
    }

    [Fact]
    public async Task The_former_name_of_the_cursor_leads_on_as_well()
    {
        await ListOperations.SeedAsync(gateway);
        var next = (await gateway.GetAsync("contacts?limit=1")).Json["next"]!.GetValue<string>();
        var (by, before) = (
            await gateway.GetAsync($"contacts?after={next}"),
            await gateway.GetAsync($"contacts?continuation={next}")
        );
        Assert.True(JsonNode.DeepEquals(by.Json, before.Json));
        Assert.Equal(["continuation"], (await gateway.GetAsync($"models?continuation={next}")).Fields);
    }
}
