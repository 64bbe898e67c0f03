using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Secrets;

namespace Postern.Tests.Admin;

/// <summary>A PATCH changes what it names and nothing else (RFC 7396), by the rules of a PUT.</summary>
public sealed class PatchEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private const string MergePatch = "application/merge-patch+json";

    [Theory]
    [InlineData("alias-domains/p", """{"name":"p.example","catchall":"answers"}""", """{"language":"de"}""")]
    [InlineData(
        "alias-domains/p/texts",
        """{"own":{"en":{"catchall":"No {address}."}}}""",
        """{"own":{"de":{"catchall":"Kein {address}."}}}"""
    )]
    [InlineData(
        "aliases/p/sales",
        """{"model":"m","defaults":{"team":4},"followers":["a@b.example"]}""",
        """{"defaults":{"stage":"new"}}"""
    )]
    [InlineData(
        "models/patched",
        """{"linkTemplate":"https://a.example/{id}","followCc":true}""",
        """{"showOthers":false}"""
    )]
    [InlineData("contacts/patched@a.example", """{"name":"Ann","internal":true}""", """{"notify":"none"}""")]
    [InlineData("allowed-senders/patched@a.example", "{}", """{"note":"monitoring"}""")]
    [InlineData("blacklist/patched@a.example", """{"reason":"manual"}""", """{"note":"by phone"}""")]
    [InlineData(
        "incoming-servers/patched",
        """{"name":"In","host":"imap.example","userName":"u","folders":["A","B"]}""",
        """{"active":false}"""
    )]
    [InlineData(
        "outgoing-servers/patched",
        """{"name":"Out","host":"smtp.example","userName":"u","password":"s"}""",
        """{"priority":7}"""
    )]
    public async Task What_a_patch_does_not_name_stays(string path, string stored, string patch)
    {
        await gateway.PutAsync("alias-domains/p", """{"name":"p.example","catchall":"answers"}""");
        await gateway.PutAsync(path, stored);
        var before = await gateway.GetAsync(path);

        var after = await PatchAsync(path, patch, MergePatch, ("If-Match", before.Tag));

        Assert.True(after.Status == 200, after.ToString());
        var expected = Postern.Core.Requests.MergePatch.Apply(before.Json, JsonNode.Parse(patch)!.AsObject());
        Assert.Equal(Sorted(expected), Sorted(after.Json));
        Assert.Equal(Sorted(after.Json), Sorted((await gateway.GetAsync(path)).Json));
        Assert.Equal(412, (await PatchAsync(path, patch, MergePatch, ("If-Match", before.Tag))).Status);
        Assert.Equal(200, (await PatchAsync(path, "{}")).Status);
    }

    [Fact]
    public async Task Null_takes_a_member_back_to_its_default_and_a_member_without_one_must_stay()
    {
        await gateway.PutAsync("models/nulls", """{"linkTemplate":"https://a.example/{id}","followCc":true}""");

        var model = (await PatchAsync("models/nulls", """{"linkTemplate":null,"followCc":null}""")).Json;
        Assert.Null(model["linkTemplate"]);
        Assert.False(model["followCc"]!.GetValue<bool>());

        await gateway.PutAsync("outgoing-servers/nulls", """{"name":"Out","host":"smtp.example"}""");
        var refused = await PatchAsync("outgoing-servers/nulls", """{"host":null}""");
        Assert.Equal((400, "host"), (refused.Status, Assert.Single(refused.Fields)));
    }

    [Fact]
    public async Task A_patch_is_checked_as_a_whole_body_is_and_makes_nothing()
    {
        await gateway.PutAsync("models/checked", "{}");

        Assert.Equal(["folowCc"], (await PatchAsync("models/checked", """{"folowCc":true}""")).Fields);
        Assert.Equal(["linkTemplate"], (await PatchAsync("models/checked", """{"linkTemplate":"mailto:a"}""")).Fields);
        Assert.Equal(404, (await PatchAsync("models/none", "{}")).Status);
        Assert.Equal(412, (await PatchAsync("models/none", "{}", MergePatch, ("If-Match", "*"))).Status);
        Assert.Equal(412, (await PatchAsync("models/checked", "{}", MergePatch, ("If-None-Match", "*"))).Status);
        Assert.Equal(415, (await PatchAsync("models/checked", "{}", "text/plain")).Status);
        Assert.Equal(404, (await gateway.GetAsync("models/none")).Status);
    }

    [Fact]
    public async Task A_secret_that_a_patch_leaves_out_is_kept_and_null_removes_it()
    {
        var secrets = gateway.Services.GetRequiredService<ISecretStore>();
        const string Path = "outgoing-servers/secret";
        await gateway.PutAsync(Path, """{"name":"Out","host":"smtp.example","userName":"u","password":"first"}""");

        Assert.True((await PatchAsync(Path, """{"name":"Relay"}""")).Json["hasPassword"]!.GetValue<bool>());
        Assert.Equal("first", await secrets.GetAsync(SecretNames.OutgoingPassword("secret"), default));
        // As with a PUT, it is not taken along to another host.
        Assert.Equal(["password"], (await PatchAsync(Path, """{"host":"smtp.evil.example"}""")).Fields);
        Assert.False((await PatchAsync(Path, """{"password":null}""")).Json["hasPassword"]!.GetValue<bool>());
        Assert.Null(await secrets.GetAsync(SecretNames.OutgoingPassword("secret"), default));
    }

    [Fact]
    public async Task Patches_of_several_callers_at_once_are_all_kept()
    {
        await gateway.PutAsync("alias-domains/p", """{"name":"p.example"}""");
        await gateway.PutAsync("aliases/p/many", """{"model":"m"}""");
        var numbers = Enumerable.Range(0, 4).ToList();

        var answers = await Task.WhenAll(
            numbers.Select(number => PatchAsync("aliases/p/many", $$$"""{"defaults":{"f{{{number}}}":{{{number}}}}}"""))
        );

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var defaults = (await gateway.GetAsync("aliases/p/many")).Json["defaults"]!.AsObject();
        Assert.Equal(numbers.Select(number => $"f{number}"), defaults.Select(member => member.Key).Order());
    }

    [Fact]
    public async Task Running_a_set_up_again_loses_no_former_address_whether_it_puts_or_patches()
    {
        const string SetUp = """{"name":"new.example","catchall":"answers"}""";
        await gateway.PutAsync("alias-domains/twice", """{"name":"old.example"}""");
        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(200, (await gateway.PutAsync("alias-domains/twice", SetUp)).Status);
            Assert.Equal(200, (await PatchAsync("alias-domains/twice", SetUp)).Status);
            Assert.Equal(200, (await PatchAsync("alias-domains/twice", """{"formerNames":[]}""")).Status);
            var tag = (await gateway.GetAsync("alias-domains/twice")).Tag;
            Assert.Equal(200, (await PatchAsync("alias-domains/twice", SetUp, MergePatch, ("If-Match", tag))).Status);
        }
        var domain = await gateway.GetAsync("alias-domains/twice");
        Assert.Equal("""["old.example"]""", domain.Json["formerNames"]!.ToJsonString());
        Assert.Equal("""["catchall"]""", domain.Json["formerCatchalls"]!.ToJsonString());

        // Whoever has read the list may shorten it, and is told what that closes.
        var cut = await PatchAsync(
            "alias-domains/twice",
            """{"formerNames":[]}""",
            MergePatch,
            ("If-Match", domain.Tag)
        );
        Assert.Empty(cut.Json["formerNames"]!.AsArray());
        Assert.Contains("closes the domain", cut.Json["warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rename_says_how_mail_leaves_from_now_on()
    {
        await gateway.PutAsync("alias-domains/moved", """{"name":"before.example"}""");

        var moved = await PatchAsync("alias-domains/moved", """{"name":"after.example"}""");

        var warning = Assert.Single(moved.Json["warnings"]!.AsArray())!;
        Assert.Equal("name", warning["field"]!.GetValue<string>());
        Assert.Contains(
            "GET /domains/after.example/dns",
            warning["message"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
    }

    private Task<Reply> PatchAsync(
        string path,
        string json,
        string type = "application/json",
        params (string Name, string Value)[] headers
    ) => gateway.SendAsync("PATCH", path, type, System.Text.Encoding.UTF8.GetBytes(json), headers);

    // What was warned of is of one answer alone, and the time of an entry is that of its last change.
    private static string Sorted(JsonObject json) =>
        string.Join(
            '\n',
            json.Where(member => member.Key is not ("warnings" or "limits"))
                .OrderBy(member => member.Key, StringComparer.Ordinal)
                .Select(member => $"{member.Key} {member.Value?.ToJsonString()}")
        );
}
