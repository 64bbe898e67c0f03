using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Gateway.Storage;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

/// <summary>Making, listing and revoking keys over HTTP.</summary>
public sealed class KeyEndpointTests : IAsyncLifetime
{
    private readonly AdminGateway _gateway = new();

    public Task InitializeAsync() => _gateway.InitializeAsync();

    public Task DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task A_key_is_shown_once_opens_its_scope_and_is_listed_without_its_secret()
    {
        var made = await MakeAsync("""{"name":"Shop","scope":"read","expires":"2100-01-01T00:00:00Z"}""");
        var (id, text) = (Text(made, "id"), Text(made, "key"));

        Assert.Equal(200, (await _gateway.GetAsync("models", ("x-functions-key", text))).Status);
        var listed = (await ListAsync()).Single(key => Text(key, "id") == id);
        Assert.Equal(("Shop", "read"), (Text(listed, "name"), Text(listed, "scope")));
        Assert.StartsWith("2100-01-01T00:00:00", Text(listed, "expires"), StringComparison.Ordinal);
        Assert.False(listed.AsObject().ContainsKey("key"));
        Assert.False(listed.AsObject().ContainsKey("hash"));
        Assert.DoesNotContain(text[20..72], await StoredAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_use_of_a_key_is_listed()
    {
        var made = await MakeAsync("""{"name":"Shop","scope":"read"}""");
        await _gateway.GetAsync("models", ("x-functions-key", Text(made, "key")));
        await Eventually.TrueAsync(async () =>
            (await ListAsync()).Single(key => Text(key, "id") == Text(made, "id"))["lastUsed"] is not null
        );
    }

    [Fact]
    public async Task Whoever_has_a_key_is_told_which_it_is()
    {
        var made = await MakeAsync("""{"name":"Provider","scope":"intake","expires":"2100-01-01T00:00:00Z"}""");
        var me = await _gateway.GetAsync("keys/me", ("x-functions-key", Text(made, "key")));
        Assert.Equal(["name", "scope", "expires"], me.Json.Select(member => member.Key));
        Assert.Equal(("Provider", "intake"), (Text(me.Json, "name"), Text(me.Json, "scope")));
        Assert.Equal("admin", Text((await _gateway.GetAsync("keys/me")).Json, "scope"));
    }

    [Fact]
    public async Task A_revoked_key_opens_nothing_stays_listed_and_may_be_revoked_again()
    {
        var made = await MakeAsync("""{"name":"Lost","scope":"admin"}""");
        var path = $"keys/{Text(made, "id")}";
        Assert.Equal(204, (await _gateway.DeleteAsync(path)).Status);
        Assert.Equal(401, (await _gateway.GetAsync("models", ("x-functions-key", Text(made, "key")))).Status);
        var revoked = Text((await ListAsync()).Single(key => Text(key, "name") == "Lost"), "revoked");

        Assert.Equal(204, (await _gateway.DeleteAsync(path)).Status);
        Assert.Equal(revoked, Text((await ListAsync()).Single(key => Text(key, "name") == "Lost"), "revoked"));
        Assert.Equal(404, (await _gateway.DeleteAsync("keys/none")).Status);
        Assert.Equal(404, (await _gateway.DeleteAsync($"keys/{new string('x', 2000)}")).Status);
    }

    [Theory]
    [InlineData("""{"scope":"read"}""", "name")]
    [InlineData("""{"name":"x"}""", "scope")]
    [InlineData("""{"name":"x","scope":"all"}""", "scope")]
    [InlineData("""{"name":"x","scope":0}""", "scope")]
    [InlineData("""{"name":"","scope":"read"}""", "name")]
    [InlineData("""{"name":"x","scope":"read","expires":"2001-01-01T00:00:00Z"}""", "expires")]
    [InlineData("""{"name":"x","scope":"read","expire":"2100-01-01T00:00:00Z"}""", "expire")]
    public async Task What_is_wrong_with_a_key_is_named(string json, string field)
    {
        var answer = await _gateway.PostAsync("keys", json);
        Assert.Equal((400, field), (answer.Status, Assert.Single(answer.Fields)));
    }

    [Fact]
    public async Task The_master_key_makes_an_administrators_key_once_and_again_when_it_is_told_so()
    {
        foreach (var key in await ListAsync())
            await _gateway.DeleteAsync($"keys/{Text(key, "id")}");
        var first = await _gateway.SendAsync("POST", "keys/first", null, null, ("x-functions-key", "of the host"));
        Assert.Equal((201, "admin", "first"), (first.Status, Text(first.Json, "scope"), Text(first.Json, "name")));
        (string, string) shown = ("x-functions-key", Text(first.Json, "key"));
        Assert.Equal(200, (await _gateway.GetAsync("models", shown)).Status);

        var second = await _gateway.PostAsync("keys/first", "{}", shown);
        Assert.Equal((409, "again"), (second.Status, Assert.Single(second.Fields)));
        var again = await _gateway.PostAsync("keys/first", """{"again":true,"name":"recovered"}""", shown);
        Assert.Equal((201, "recovered"), (again.Status, Text(again.Json, "name")));
        Assert.Equal(
            "the host's master key",
            Text((await _gateway.GetAsync("audit", shown)).Json["items"]![0]!, "key")
        );
    }

    private async Task<JsonObject> MakeAsync(string json)
    {
        var answer = await _gateway.PostAsync("keys", json);
        Assert.Equal(201, answer.Status);
        Assert.Equal($"/api/keys/{Text(answer.Json, "id")}", answer.Headers.Location.ToString());
        return answer.Json;
    }

    private async Task<IEnumerable<JsonNode>> ListAsync() =>
        (await _gateway.GetAsync("keys")).Json["items"]!.AsArray().OfType<JsonNode>();

    private async Task<string> StoredAsync()
    {
        var all = new StringBuilder();
        await foreach (var row in _gateway.Storage.Table(TableNames.Config).QueryAsync<TableEntity>())
            all.AppendJoin('\n', row.Select(column => column.Value));
        return all.ToString();
    }

    private static string Text(JsonNode node, string member) => node[member]!.ToString();
}
