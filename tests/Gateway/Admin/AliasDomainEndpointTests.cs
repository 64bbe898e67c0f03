using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Settings;

namespace Postern.Tests.Admin;

public sealed class AliasDomainEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Fact]
    public async Task An_alias_domain_is_made_read_replaced_and_removed()
    {
        var made = await gateway.PostAsync("alias-domains", """{"name":"Example.COM."}""");
        Assert.Equal(201, made.Status);
        var location = made.Headers.Location.ToString();
        Assert.StartsWith("/api/alias-domains/", location, StringComparison.Ordinal);
        Assert.Equal("example.com", made.Json["name"]!.GetValue<string>());

        var path = location["/api/".Length..];
        var read = await gateway.GetAsync(path);
        Assert.Equal(made.Tag, read.Tag);
        Assert.True(JsonNode.DeepEquals(made.Json, read.Json));
        Assert.Equal(304, (await gateway.GetAsync(path, ("If-None-Match", read.Tag))).Status);

        var renamed = read.Json;
        renamed["name"] = "example.net";
        renamed["catchall"] = "replies";
        var replaced = await gateway.PutAsync(path, renamed.ToJsonString(), ("If-Match", read.Tag));
        Assert.Equal(200, replaced.Status);
        Assert.Equal(["example.com"], replaced.Json["formerNames"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(
            ["catchall"],
            replaced.Json["formerCatchalls"]!.AsArray().Select(name => name!.GetValue<string>())
        );
        Assert.NotEqual(read.Tag, replaced.Tag);

        Assert.Equal(412, (await gateway.DeleteAsync(path, ("If-Match", read.Tag))).Status);
        await MakeAnotherDefaultAsync();
        var current = await gateway.GetAsync(path);
        Assert.Equal(200, (await gateway.DeleteAsync(path, ("If-Match", current.Tag))).Status);
        Assert.Equal(404, (await gateway.GetAsync(path)).Status);
        Assert.Equal(404, (await gateway.DeleteAsync(path)).Status);
    }

    [Fact]
    public async Task Making_one_the_default_takes_it_off_the_others()
    {
        await gateway.PutAsync("alias-domains/first", """{"name":"first.example","isDefault":true}""");
        await gateway.PutAsync("alias-domains/second", """{"name":"second.example","isDefault":true}""");
        var list = (await gateway.GetAsync("alias-domains")).Json["items"]!.AsArray();
        Assert.Equal(
            "second",
            Assert.Single(list, domain => domain!["isDefault"]!.GetValue<bool>())!["id"]!.GetValue<string>()
        );

        var kept = await gateway.PutAsync("alias-domains/second", """{"name":"second.example"}""");
        Assert.Equal("isDefault", kept.Json["warnings"]![0]!["field"]!.GetValue<string>());
        Assert.True(kept.Json["isDefault"]!.GetValue<bool>());
        var refused = await gateway.DeleteAsync("alias-domains/second");
        Assert.Equal(409, refused.Status);
        Assert.Equal(["isDefault"], refused.Fields);
    }

    [Fact]
    public async Task Of_two_writers_with_the_same_tag_one_gets_412()
    {
        var made = await gateway.PutAsync("alias-domains/contended", """{"name":"contended.example"}""");
        var writes = await Task.WhenAll(
            Enumerable
                .Range(0, 2)
                .Select(writer =>
                    gateway.PutAsync(
                        "alias-domains/contended",
                        $$"""{"name":"contended.example","catchall":"writer{{writer}}"}""",
                        ("If-Match", made.Tag)
                    )
                )
        );
        Assert.Equal([200, 412], writes.Select(write => write.Status).Order());
        Assert.Equal("application/problem+json", writes.Single(write => write.Status == 412).ContentType);
    }

    [Fact]
    public async Task Of_many_who_make_the_same_one_or_take_the_same_name_one_succeeds()
    {
        var same = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(_ =>
                    gateway.PutAsync("alias-domains/once", """{"name":"once.example"}""", ("If-None-Match", "*"))
                )
        );
        Assert.Equal([201, 412, 412, 412, 412], same.Select(write => write.Status).Order());
        var named = await Task.WhenAll(
            Enumerable
                .Range(0, 5)
                .Select(number => gateway.PutAsync($"alias-domains/named-{number}", """{"name":"taken.example"}"""))
        );
        Assert.Equal([201, 409, 409, 409, 409], named.Select(write => write.Status).Order());
        Assert.All(named.Where(write => write.Status == 409), write => Assert.Equal(["name"], write.Fields));
    }

    [Fact]
    public async Task The_same_set_up_twice_loses_nothing_and_leaves_every_tag()
    {
        await MakeAnotherDefaultAsync();
        await gateway.PutAsync("alias-domains/twice", """{"name":"before.example","catchall":"answers"}""");
        (string Path, string Body)[] setUp =
        [
            ("alias-domains/twice", """{"name":"twice.example","catchall":"replies"}"""),
            ("aliases/twice/info", """{"model":"twice.lead","followers":["anna@twice.example"],"defaults":{"a":1}}"""),
            ("models/twice.lead", """{"linkTemplate":"https://app.example/{model}/{id}"}"""),
        ];
        var first = new List<string>();
        foreach (var (path, body) in setUp)
            first.Add((await gateway.PutAsync(path, body)).Tag);
        var second = new List<string>();
        foreach (var (path, body) in setUp)
            second.Add((await gateway.PutAsync(path, body)).Tag);
        var domain = (await gateway.PutAsync("alias-domains/twice", """{"name":"twice.example"}""")).Json;

        Assert.Equal(first, second);
        Assert.Equal(["before.example"], Texts(domain["formerNames"]));
        Assert.Equal(["answers", "replies"], Texts(domain["formerCatchalls"]));
        // It closes nothing; that answers come elsewhere is said.
        Assert.Equal("catchall", Assert.Single(domain["warnings"]!.AsArray())!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_former_name_is_dropped_by_naming_the_shorter_list_with_a_tag_and_that_is_warned_of()
    {
        await MakeAnotherDefaultAsync();
        await gateway.PutAsync("alias-domains/shrinks", """{"name":"long-ago.example"}""");
        var made = await gateway.PutAsync("alias-domains/shrinks", """{"name":"shrinks.example"}""");
        const string Shorter = """{"name":"shrinks.example","formerNames":[]}""";

        var kept = await gateway.PutAsync("alias-domains/shrinks", Shorter);
        var dropped = await gateway.PutAsync("alias-domains/shrinks", Shorter, ("If-Match", made.Tag));

        Assert.Equal((made.Tag, 200), (kept.Tag, dropped.Status));
        Assert.Equal(["long-ago.example"], Texts(kept.Json["formerNames"]));
        Assert.Empty(Texts(dropped.Json["formerNames"]));
        Assert.Equal("formerNames", dropped.Json["warnings"]![0]!["field"]!.GetValue<string>());
    }

    private static IEnumerable<string> Texts(JsonNode? list) =>
        list!.AsArray().Select(text => text!.GetValue<string>());

    [Fact]
    public async Task An_alias_domain_with_aliases_stays()
    {
        await MakeAnotherDefaultAsync();
        await gateway.PutAsync("alias-domains/used", """{"name":"used.example"}""");
        await gateway.PutAsync("aliases/used/info", """{"model":"crm.lead"}""");
        var refused = await gateway.DeleteAsync("alias-domains/used");
        Assert.Equal(409, refused.Status);
        Assert.Contains("1 alias", refused.Json["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await gateway.DeleteAsync("aliases/used.example/info");
        var deleted = await gateway.DeleteAsync("alias-domains/used");
        Assert.Equal(200, deleted.Status);
        Assert.Contains("closes the domain", deleted.Json["warnings"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":"no domain"}""", "name")]
    [InlineData("""{"name":"a.example","nmae":1}""", "nmae")]
    [InlineData("""{"name":"a.example","isDefault":"yes"}""", "isDefault")]
    [InlineData("""{"name":"a.example","formerNames":[null]}""", "formerNames[0]")]
    [InlineData("""{"name":"a.example","catchall":"same","bounce":"Same"}""", "bounce")]
    [InlineData("""{"name":"a.example","bounce":"b+c"}""", "bounce")]
    [InlineData("""{"name":"a.example","name":"b.example"}""", "name")]
    public async Task What_is_wrong_is_named(string json, string field)
    {
        var reply = await gateway.PutAsync("alias-domains/wrong", json);
        Assert.Equal(400, reply.Status);
        Assert.Equal("application/problem+json", reply.ContentType);
        Assert.Contains(field, reply.Fields);
        Assert.Equal(404, (await gateway.GetAsync("alias-domains/wrong")).Status);
    }

    [Fact]
    public async Task Bodies_that_are_no_JSON_are_refused()
    {
        Assert.Equal(400, (await gateway.PutAsync("alias-domains/a", "{")).Status);
        Assert.Equal(
            415,
            (
                await gateway.SendAsync(
                    "PUT",
                    "alias-domains/a",
                    "application/x-www-form-urlencoded",
                    "a=b"u8.ToArray()
                )
            ).Status
        );
        Assert.Equal(
            413,
            (await gateway.PutAsync("alias-domains/a", $$"""{"name":"{{new string('a', 300_000)}}"}""")).Status
        );
        Assert.Equal(
            400,
            (await gateway.PutAsync("alias-domains/a", """{"name":"a.example"}""", ("If-Match", "no tag"))).Status
        );
        Assert.Equal(400, (await gateway.PutAsync("alias-domains/Not%20An%20Id", """{"name":"a.example"}""")).Status);
    }

    [Fact]
    public async Task A_change_is_effective_on_another_instance_within_a_second()
    {
        await using var other = gateway.Instance();
        var source = other.GetRequiredService<GatewayConfigurationSource>();
        await source.GetAsync(CancellationToken.None);
        await gateway.PutAsync("parameters/mail.fetch.minutes", """{"value":"7"}""");
        var changed = DateTime.UtcNow;
        while ((await source.GetAsync(CancellationToken.None)).Parameters.FetchInterval != TimeSpan.FromMinutes(7))
        {
            Assert.True(DateTime.UtcNow - changed < TimeSpan.FromSeconds(1.5), "The change was not seen.");
            await Task.Delay(20);
        }
    }

    private async Task MakeAnotherDefaultAsync() =>
        await gateway.PutAsync("alias-domains/main", """{"name":"main.example","isDefault":true}""");
}
