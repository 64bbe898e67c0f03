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
    [InlineData(0, null, "")]
    [InlineData(1, Urlencoded, "")]
    [InlineData(2, Urlencoded, "utm_source=mail")]
    [InlineData(3, null, OneClick)]
    [InlineData(4, "text/plain", OneClick)]
    [InlineData(5, "text/plain; charset=utf-8", "")]
    [InlineData(6, "multipart/form-data", OneClick)]
    [InlineData(7, "multipart/form-data; boundary=b", "")]
    [InlineData(8, "multipart/form-data; boundary=b", "--b\r\nno form")]
    [InlineData(9, "application/json", """{"List-Unsubscribe":"One-Click"}""")]
    [InlineData(10, "no type at all", "\0\u0001")]
    public async Task With_a_whole_link_a_post_unsubscribes_whatever_became_of_its_body(
        int number,
        string? type,
        string body
    )
    {
        var address = $"body{number}@a.example";

        var reply = await PostAsync(await PathAsync(address), type, body);

        Assert.Equal(200, reply.Status);
        Assert.Contains("You are unsubscribed", reply.ToString(), StringComparison.Ordinal);
        Assert.Equal(200, (await gateway.GetAsync($"blacklist/{address}")).Status);
    }

    [Fact]
    public async Task A_form_that_asks_for_something_else_changes_nothing()
    {
        var refused = await PostAsync(await PathAsync("same@a.example"), Urlencoded, "List-Unsubscribe=Later");
        Assert.Equal(400, refused.Status);
        Assert.Equal(["List-Unsubscribe"], refused.Fields);
        Assert.Equal(404, (await gateway.GetAsync("blacklist/same@a.example")).Status);
    }

    [Fact]
    public async Task A_multipart_form_may_take_it_back()
    {
        var path = await PathAsync("back@a.example");
        await PostAsync(path, null, "");
        const string Form = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nUndo\r\n--b--\r\n";
        Assert.Equal(200, (await PostAsync(path, "multipart/form-data; boundary=b", Form)).Status);
        Assert.Equal(404, (await gateway.GetAsync("blacklist/back@a.example")).Status);
    }

    [Theory]
    [InlineData(Urlencoded)]
    [InlineData("text/plain")]
    public async Task A_large_body_is_not_read(string type)
    {
        var reply = await PostAsync(await PathAsync("large@a.example"), type, $"{OneClick}&x={new string('x', 5000)}");
        Assert.Equal(400, reply.Status);
        Assert.Equal(404, (await gateway.GetAsync("blacklist/large@a.example")).Status);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task HEAD_answers_as_GET_without_a_body_and_changes_nothing(string accept)
    {
        var path = await PathAsync("head@a.example");
        var get = await gateway.GetAsync(path, ("Accept", accept));
        var head = await gateway.SendAsync("HEAD", path, null, null, ("Accept", accept));

        Assert.Equal((get.Status, get.ContentType), (head.Status, head.ContentType));
        Assert.Equal(get.Content.Length, head.Headers.ContentLength);
        Assert.Empty(head.Content);
        Assert.Equal(404, (await gateway.GetAsync("blacklist/head@a.example")).Status);
        Assert.Equal(404, (await gateway.SendAsync("HEAD", "unsubscribe/none", null, null)).Status);
    }

    [Fact]
    public async Task A_link_that_was_not_signed_here_does_nothing()
    {
        var path = await PathAsync("damaged@a.example");
        var damaged = path[..^1] + (path[^1] == 'a' ? 'b' : 'a');
        Assert.Equal(404, (await gateway.GetAsync(damaged)).Status);
        Assert.Equal(404, (await PostAsync(damaged, null, "")).Status);
        var refused = await PostAsync(damaged, Urlencoded, OneClick);
        Assert.Equal(404, refused.Status);
        Assert.Equal(404, (await gateway.GetAsync("blacklist/damaged@a.example")).Status);
        Assert.Contains("This link does not work", refused.ToString(), StringComparison.Ordinal);
    }

    private Task<Reply> PostAsync(string path, string? type, string body) =>
        gateway.SendAsync("POST", path, type, Encoding.ASCII.GetBytes(body));

    private async Task<string> PathAsync(string address) =>
        $"unsubscribe/{UnsubscribeTag.Write(await gateway.Services.GetRequiredService<TagKeys>().GetAsync(default), address)}";
}
