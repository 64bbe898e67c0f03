using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Postern.Core.Configuration;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Admin;

public sealed class DkimEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Theory]
    [InlineData("rsa", 2)]
    [InlineData("ed25519", 1)]
    public async Task A_key_is_made_shown_activated_and_not_deleted_while_it_signs(string algorithm, int strings)
    {
        var path = await MakeAsync($"keys-{algorithm}");
        var made = await gateway.PostAsync(path, $$"""{"algorithm":"{{algorithm}}","selector":"s1"}""");
        Assert.Equal((201, $"/api/{path}/s1"), (made.Status, made.Headers.Location.ToString()));
        Assert.Equal(
            ("next", $"s1._domainkey.keys-{algorithm}.example", algorithm, strings),
            (Text(made, "state"), Text(made, "name"), Text(made, "algorithm"), made.Json["strings"]!.AsArray().Count)
        );
        Assert.StartsWith($"v=DKIM1; k={algorithm}; p=", Text(made, "value"), StringComparison.Ordinal);

        var active = await gateway.PostAsync($"{path}/s1/activate", """{"unchecked":true}""");
        Assert.Equal((200, "active"), (active.Status, Text(active, "state")));
        var refused = await gateway.DeleteAsync($"{path}/s1");
        Assert.Equal(409, refused.Status);
        Assert.Equal(["selector"], refused.Fields);

        var next = await gateway.SendAsync("POST", path, null, null);
        Assert.Equal((201, "rsa"), (next.Status, Text(next, "algorithm")));
        Assert.Equal(409, (await gateway.PostAsync(path, """{"selector":"s3"}""")).Status);
        var list = (await gateway.GetAsync(path)).Json["items"]!.AsArray();
        Assert.Equal(["active", "next"], list.Select(item => item!["state"]!.GetValue<string>()));
        Assert.Equal(204, (await gateway.DeleteAsync($"{path}/{Text(next, "selector")}")).Status);
        Assert.Equal(404, (await gateway.DeleteAsync($"{path}/{Text(next, "selector")}")).Status);
        Assert.Single((await gateway.GetAsync(path)).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"algorithm":"dsa"}""", "algorithm")]
    [InlineData("""{"algorithm":1}""", "algorithm")]
    [InlineData("""{"selector":"Not a label"}""", "selector")]
    [InlineData("""{"selektor":"s1"}""", "selektor")]
    public async Task What_is_wrong_is_named(string json, string field)
    {
        var path = await MakeAsync("wrong-keys");
        var reply = await gateway.PostAsync(path, json);
        Assert.Equal(400, reply.Status);
        Assert.Equal([field], reply.Fields);
        Assert.Empty((await gateway.GetAsync(path)).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        var path = await MakeAsync("no-keys");
        Assert.Equal(404, (await gateway.GetAsync("alias-domains/none/dkim")).Status);
        Assert.Equal(404, (await gateway.PostAsync("alias-domains/none/dkim", "{}")).Status);
        Assert.Equal(404, (await gateway.PostAsync($"{path}/s1/activate", "{}")).Status);
        Assert.Equal(404, (await gateway.DeleteAsync($"{path}/s1")).Status);
    }

    [Fact]
    public async Task The_private_part_is_in_the_secret_store_only_and_goes_with_the_alias_domain()
    {
        await gateway.PutAsync("alias-domains/main", """{"name":"main.example","isDefault":true}""");
        var path = await MakeAsync("secretive");
        var made = await gateway.PostAsync(path, """{"selector":"s1"}""");
        var row = await gateway
            .Services.GetRequiredService<ConfigurationStore>()
            .FindAsync<DkimSigningKeys>(ConfigurationKinds.DkimKeys, "secretive", default);
        var secrets = gateway.Services.GetRequiredService<ISecretStore>();
        var secret = (await secrets.GetAsync(row!.Value.Keys[0].Secret, default))!;

        var stored = "";
        await foreach (var entity in gateway.Storage.Table(TableNames.Config).QueryAsync<TableEntity>())
            stored += string.Join('\n', entity.Select(member => member.Value));
        Assert.Contains(row.Value.Keys[0].PublicKey, stored, StringComparison.Ordinal);
        string[] shown = [stored, made.ToString(), (await gateway.GetAsync(path)).ToString()];
        Assert.All(shown, text => Assert.DoesNotContain(secret[^80..^40], text, StringComparison.Ordinal));

        Assert.Equal(200, (await gateway.DeleteAsync("alias-domains/secretive")).Status);
        Assert.Null(await secrets.GetAsync(row.Value.Keys[0].Secret, default));
        Assert.Equal(404, (await gateway.GetAsync(path)).Status);
        Assert.Empty((await gateway.GetAsync(await MakeAsync("secretive"))).Json["items"]!.AsArray());
    }

    private async Task<string> MakeAsync(string id)
    {
        await gateway.PutAsync($"alias-domains/{id}", $$"""{"name":"{{id}}.example"}""");
        return $"alias-domains/{id}/dkim";
    }

    private static string Text(Reply reply, string member) => reply.Json[member]!.GetValue<string>();
}
