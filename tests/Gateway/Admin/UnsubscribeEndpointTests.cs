using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Postern.Core.Signing;
using Postern.Gateway.Secrets;

namespace Postern.Tests.Admin;

public sealed class UnsubscribeEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    private const string Urlencoded = "application/x-www-form-urlencoded";
    private const string OneClick = "List-Unsubscribe=One-Click";

    [Fact]
    public async Task A_mail_program_unsubscribes_in_one_step_and_may_repeat_it()
    {
        var path = await PathAsync("ann@a.example");
        Assert.Equal(200, (await PostAsync(path, Urlencoded, OneClick)).Status);
        Assert.Equal(200, (await PostAsync(path, Urlencoded, OneClick)).Status);

        Assert.Equal(
            "unsubscribed",
            (await gateway.GetAsync("blacklist/ann@a.example")).Json["reason"]!.GetValue<string>()
        );
        Assert.Single((await gateway.GetAsync("contacts/ann@a.example/notes")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task A_multipart_form_is_read_too()
    {
        var path = await PathAsync("multi@a.example");
        const string Form =
            "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
        Assert.Equal(200, (await PostAsync(path, "multipart/form-data; boundary=b", Form)).Status);
        Assert.Equal(200, (await gateway.GetAsync("blacklist/multi@a.example")).Status);
    }

    [Fact]
    public async Task A_scanner_that_follows_the_link_changes_nothing()
    {
        var path = await PathAsync("scanned@a.example");
        var page = await gateway.GetAsync(path);
        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.ContentType));
        Assert.Contains("scanned@a.example", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Equal(404, (await gateway.GetAsync("blacklist/scanned@a.example")).Status);
    }

    [Fact]
    public async Task A_person_unsubscribes_and_takes_it_back()
    {
        var path = await PathAsync("carl@a.example");
        Assert.Contains(
            "You are unsubscribed",
            (await PostAsync(path, Urlencoded, OneClick)).ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("value=\"Undo\"", (await gateway.GetAsync(path)).ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "Unsubscribe from mailings?",
            (await PostAsync(path, Urlencoded, "List-Unsubscribe=Undo")).ToString(),
            StringComparison.Ordinal
        );
        Assert.Equal(404, (await gateway.GetAsync("blacklist/carl@a.example")).Status);
        Assert.Equal(200, (await PostAsync(path, Urlencoded, "List-Unsubscribe=Undo")).Status);
    }

    [Fact]
    public async Task Undoing_lifts_no_entry_of_another_reason()
    {
        var path = await PathAsync("spam@a.example");
        await gateway.PutAsync("blacklist/spam@a.example", """{"reason":"complaint"}""");
        Assert.Equal(200, (await PostAsync(path, Urlencoded, "List-Unsubscribe=Undo")).Status);
        Assert.Equal(
            "complaint",
            (await gateway.GetAsync("blacklist/spam@a.example")).Json["reason"]!.GetValue<string>()
        );

        await PostAsync(path, Urlencoded, OneClick);
        Assert.Equal(
            "complaint",
            (await gateway.GetAsync("blacklist/spam@a.example")).Json["covers"]!["reason"]!.GetValue<string>()
        );
        await PostAsync(path, Urlencoded, "List-Unsubscribe=Undo");
        Assert.Equal(
            "complaint",
            (await gateway.GetAsync("blacklist/spam@a.example")).Json["reason"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task A_program_that_asks_for_JSON_gets_it()
    {
        var path = await PathAsync("json@a.example");
        Assert.Equal(
            """{"address":"json@a.example","unsubscribed":false}""",
            (await gateway.GetAsync(path, ("Accept", "application/json"))).Json.ToJsonString()
        );
        await PostAsync(path, Urlencoded, OneClick);
        Assert.True(
            (await gateway.GetAsync(path, ("Accept", "application/json"))).Json["unsubscribed"]!.GetValue<bool>()
        );
        Assert.Equal(
            404,
            (await gateway.GetAsync("unsubscribe/none", ("Accept", "application/json"))).Json["status"]!.GetValue<int>()
        );
    }

    [Theory]
    [InlineData(Urlencoded, "")]
    [InlineData(Urlencoded, "List-Unsubscribe=Later")]
    [InlineData("application/json", """{"List-Unsubscribe":"One-Click"}""")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nno form")]
    public async Task A_post_without_the_form_changes_nothing(string type, string body)
    {
        var refused = await PostAsync(await PathAsync("same@a.example"), type, body);
        Assert.Equal(400, refused.Status);
        Assert.Equal(["List-Unsubscribe"], refused.Fields);
        Assert.Equal(404, (await gateway.GetAsync("blacklist/same@a.example")).Status);
    }

    [Fact]
    public async Task A_large_form_is_not_read() =>
        Assert.Equal(
            400,
            (
                await PostAsync(await PathAsync("large@a.example"), Urlencoded, $"{OneClick}&x={new string('x', 5000)}")
            ).Status
        );

    [Fact]
    public async Task A_link_that_was_not_signed_here_does_nothing()
    {
        var path = await PathAsync("damaged@a.example");
        var damaged = path[..^1] + (path[^1] == 'a' ? 'b' : 'a');
        Assert.Equal(404, (await gateway.GetAsync(damaged)).Status);
        var refused = await PostAsync(damaged, Urlencoded, OneClick);
        Assert.Equal(404, refused.Status);
        Assert.Contains("This link does not work", refused.ToString(), StringComparison.Ordinal);
    }

    private Task<Reply> PostAsync(string path, string type, string body) =>
        gateway.SendAsync("POST", path, type, Encoding.ASCII.GetBytes(body));

    private async Task<string> PathAsync(string address) =>
        $"unsubscribe/{UnsubscribeTag.Write(await gateway.Services.GetRequiredService<TagKeys>().GetAsync(default), address)}";
}
