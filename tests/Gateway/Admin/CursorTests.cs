using Postern.Core.Requests;

namespace Postern.Tests.Admin;

/// <summary>What is no cursor of the list that it is given to is refused, on every list that is read in pages.</summary>
public sealed class CursorTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    public static TheoryData<string, string> Lists()
    {
        var lists = new TheoryData<string, string>();
        foreach (var (path, operation) in ListOperations.All)
        {
            foreach (var member in ListOperations.Query(operation).Where(name => name is "after" or "continuation"))
                lists.Add(ListOperations.Seeded(path), member);
        }
        return lists;
    }

    [Fact]
    public void All_lists_and_the_former_names_of_four_are_tried() =>
        Assert.Equal(ListOperations.All.Count + 4, Lists().Count);

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_foreign_a_damaged_and_an_invented_cursor_are_answered_400(string path, string member)
    {
        await ListOperations.SeedAsync(gateway);
        var own = PageCursor.Write($"/api/{path}", "1!16!aGVsbG8td29ybGQ- 1!8!bm93");
        string[] wrong =
        [
            "x",
            "1!16!aGVsbG8td29ybGQ- 1!8!bm93",
            "' or 1 eq 1",
            "\u0000\u00ff",
            new string('a', 36),
            new string('a', 100_000),
            own[..^1],
            own + "A",
            own.ToUpperInvariant(),
            PageCursor.Write("/api/another", "1!16!aGVsbG8td29ybGQ- 1!8!bm93"),
            PageCursor.Write($"/api/{path}\nstate=sent", "1!16!aGVsbG8td29ybGQ- 1!8!bm93"),
        ];
        foreach (var cursor in wrong)
        {
            var answer = await gateway.GetAsync($"{path}?{member}={Uri.EscapeDataString(cursor)}");
            Assert.True(answer.Status == 400, $"{path} took {cursor[..Math.Min(cursor.Length, 40)]}: {answer.Status}");
            Assert.Equal([member], answer.Fields);
        }
    }

    [Fact]
    public async Task A_cursor_leads_on_in_its_own_list_and_in_no_other()
    {
        foreach (var number in Enumerable.Range(0, 3))
        {
            await gateway.PutAsync($"contacts/c{number}@a.example", "{}");
            await gateway.PutAsync($"blacklist/b{number}@a.example", """{"reason":"manual"}""");
            // Every change adds a note.
            await gateway.DeleteAsync($"blacklist/b{number}@a.example");
            await gateway.PutAsync($"blacklist/b{number}@a.example", """{"reason":"manual"}""");
        }
        var contacts = await NextAsync("contacts?limit=1");
        var blacklist = await NextAsync("blacklist?limit=1");
        var notes = await NextAsync("contacts/b0@a.example/notes?limit=1");

        Assert.Equal(200, await StatusAsync($"contacts?limit=2&after={contacts}"));
        Assert.Equal(200, await StatusAsync($"contacts?limit=2&continuation={contacts}"));
        Assert.Equal(200, await StatusAsync($"contacts?continuation={contacts}"));
        Assert.Equal(200, await StatusAsync($"contacts/b0@a.example/notes?continuation={notes}"));
        Assert.Equal(400, await StatusAsync($"contacts?continuation={blacklist}"));
        Assert.Equal(400, await StatusAsync($"blacklist?continuation={contacts}"));
        Assert.Equal(400, await StatusAsync($"blacklist?reason=manual&continuation={blacklist}"));
        Assert.Equal(400, await StatusAsync($"contacts/b1@a.example/notes?continuation={notes}"));
        Assert.Equal(400, await StatusAsync($"contacts/b0@a.example/bounces?continuation={notes}"));
    }

    private async Task<string> NextAsync(string path) =>
        (await gateway.GetAsync(path)).Json["next"]!.GetValue<string>();

    private async Task<int> StatusAsync(string path) => (await gateway.GetAsync(path)).Status;
}
