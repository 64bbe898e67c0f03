using System.Text.Json.Nodes;

namespace Postern.Tests.Admin;

public sealed class DomainTextsEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private const string German = """{"own":{"de":{"catchall":"Guten Tag,\n\nan {address} liest niemand."}}}""";

    [Fact]
    public async Task Texts_are_read_replaced_on_a_condition_and_put_back_as_they_were_read()
    {
        var path = await MakeAsync("worded");

        var before = await gateway.GetAsync(path);
        Assert.Empty(before.Json["own"]!.AsObject());
        Assert.Equal("Stop following", Text(before.Json, "builtIn", "en", "stop"));
        Assert.Equal(11, before.Json["builtIn"]!.AsObject().Count);
        Assert.Equal("address", before.Json["fields"]!["catchall"]![0]!.GetValue<string>());

        var first = await gateway.PutAsync(path, German, ("If-Match", before.Tag));
        Assert.Equal(200, first.Status);
        Assert.Equal(412, (await gateway.PutAsync(path, German, ("If-Match", before.Tag))).Status);
        var read = await gateway.GetAsync(path);
        Assert.Equal("Guten Tag,\n\nan {address} liest niemand.", Text(read.Json, "own", "de", "catchall"));
        var again = await gateway.PutAsync(path, read.Json.ToJsonString(), ("If-Match", read.Tag));
        Assert.Equal((200, first.Tag), (again.Status, again.Tag));
        Assert.Equal(304, (await gateway.GetAsync(path, ("If-None-Match", again.Tag))).Status);

        Assert.Equal(200, (await gateway.PutAsync(path, """{"own":{}}""")).Status);
        Assert.Empty((await gateway.GetAsync(path)).Json["own"]!.AsObject());
    }

    [Theory]
    [InlineData("""{"own":{"xx":{}}}""", "own.xx")]
    [InlineData("""{"own":{"de":{"catchall":"An Sie."}}}""", "own.de.catchall")]
    [InlineData("""{"own":{"de":{"catchall":"{address} {name}"}}}""", "own.de.catchall")]
    [InlineData("""{"own":{"de":{"catchall":null}}}""", "own.de.catchall")]
    [InlineData("""{"own":{"de":null}}""", "own.de")]
    [InlineData("""{"owns":{}}""", "owns")]
    public async Task What_is_wrong_is_named(string json, string field)
    {
        var path = await MakeAsync("wrong-words");

        var reply = await gateway.PutAsync(path, json);

        Assert.Equal(400, reply.Status);
        Assert.Equal([field], reply.Fields);
        Assert.Empty((await gateway.GetAsync(path)).Json["own"]!.AsObject());
    }

    [Fact]
    public async Task They_go_with_their_alias_domain()
    {
        await gateway.PutAsync("alias-domains/main", """{"name":"main.example","isDefault":true}""");
        var path = await MakeAsync("gone");
        await gateway.PutAsync(path, German);

        await gateway.DeleteAsync("alias-domains/gone");
        Assert.Equal(404, (await gateway.GetAsync(path)).Status);
        Assert.Equal(404, (await gateway.PutAsync(path, German)).Status);
        await MakeAsync("gone");

        Assert.Empty((await gateway.GetAsync(path)).Json["own"]!.AsObject());
    }

    [Theory]
    [InlineData("alias-domains/tongues", """{"name":"tongues.example","language":"{0}"}""")]
    [InlineData("aliases/main/tongues", """{"model":"crm.lead","language":"{0}"}""")]
    public async Task A_language_is_a_tag_whose_texts_exist(string path, string body)
    {
        await gateway.PutAsync("alias-domains/main", """{"name":"main.example","isDefault":true}""");

        var wrong = await gateway.PutAsync(path, body.Replace("{0}", "sv", StringComparison.Ordinal));
        var right = await gateway.PutAsync(path, body.Replace("{0}", "pt-BR", StringComparison.Ordinal));

        Assert.Equal(400, wrong.Status);
        Assert.Equal(["language"], wrong.Fields);
        Assert.Contains("cs, de, en", wrong.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("pt-BR", right.Json["language"]!.GetValue<string>());
    }

    private async Task<string> MakeAsync(string id)
    {
        await gateway.PutAsync($"alias-domains/{id}", $$"""{"name":"{{id}}.example"}""");
        return $"alias-domains/{id}/texts";
    }

    private static string Text(JsonNode json, string members, string language, string name) =>
        json[members]![language]![name]!.GetValue<string>();
}
