using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Signing;
using Postern.Functions;
using Postern.Gateway.Secrets;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Posting;

/// <summary>The link of a notification to stop following.</summary>
public sealed class FollowTests
{
    private const string Customer = "\"Carl <b>Customer\" <carl@customer.example>";
    private const string Agent = "agent@mycompany.example";

    [Fact]
    public async Task One_click_stops_the_thread_s_mail_until_it_is_undone_and_nothing_else()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var thread = await TellAsync(gateway, "First");
        var token = Token(gateway.Sent[0]);

        Assert.Equal((200, false), await PostAsync(gateway, token, "List-Unsubscribe=One-Click"));
        await gateway.PushAsync(Mails.New(Customer, gateway.Sent[0].ReplyTo.ToString(), "Re: First"));
        await gateway.DrainAsync();
        Assert.Single(gateway.Sent);
        await TellAsync(gateway, "Second");
        Assert.Equal(2, gateway.Sent.Count);

        Assert.Equal((200, true), await PostAsync(gateway, token, "List-Unsubscribe=Undo"));
        await gateway.PushAsync(Mails.New(Customer, gateway.Sent[0].ReplyTo.ToString(), "Re: First, again"));
        await gateway.DrainAsync();
        Assert.Equal("Re: First, again", gateway.Sent[2].Subject);
        Assert.True((await gateway.Threads.FindFollowerAsync(thread, Agent, default))!.Value.Internal);
    }

    [Fact]
    public async Task Reading_the_link_changes_nothing_and_shows_no_markup_of_others()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var thread = await TellAsync(gateway, "<script>alert(1)</script>");
        var (status, page) = await AnswerAsync(gateway, "GET", Token(gateway.Sent[0]), "", null);
        Assert.Equal(200, status);
        Assert.Contains(Agent, page, StringComparison.Ordinal);
        Assert.Contains("Stop following", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(
            NotificationChannel.Email,
            (await gateway.Threads.FindFollowerAsync(thread, Agent, default))!.Value.Notify
        );
    }

    [Fact]
    public async Task A_post_stops_it_with_an_empty_body_and_changes_nothing_where_it_asks_for_something_else()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var thread = await TellAsync(gateway, "First");
        var token = Token(gateway.Sent[0]);

        Assert.Equal(400, (await AnswerAsync(gateway, "POST", token, "List-Unsubscribe=Later", null)).Status);
        Assert.Equal(NotificationChannel.Email, await NotifiedAsync());
        Assert.Equal((200, false), await PostAsync(gateway, token, ""));
        Assert.Equal(NotificationChannel.None, await NotifiedAsync());

        async Task<NotificationChannel> NotifiedAsync() =>
            (await gateway.Threads.FindFollowerAsync(thread, Agent, default))!.Value.Notify;
    }

    [Fact]
    public async Task A_link_of_another_thread_person_or_kind_does_nothing()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await TellAsync(gateway, "First");
        var keys = await gateway.Get<TagKeys>().GetAsync(default);
        var token = Token(gateway.Sent[0]);
        var strangers = FollowTag.Write(keys, FollowTag.Read(keys, token)!.Token, "eve@evil.example");

        foreach (
            var wrong in new[]
            {
                token[..^1] + (token[^1] == '0' ? '1' : '0'),
                UnsubscribeTag.Write(keys, Agent),
                "x",
                FollowTag.Write(keys, "0123456789ab", Agent),
            }
        )
        {
            Assert.Equal(404, (await AnswerAsync(gateway, "POST", wrong, "List-Unsubscribe=One-Click", null)).Status);
        }
        // Signed, but of somebody who does not follow: they are not made a follower.
        Assert.Equal((200, false), await PostAsync(gateway, strangers, "List-Unsubscribe=Undo"));
        Assert.Null(UnsubscribeTag.Read(keys, token));
    }

    [Fact]
    public async Task What_quotes_a_notification_passes_nobody_s_link_or_marker_on()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await TellAsync(gateway, "First");
        var notified = gateway.Sent[0];
        var reply = Mails.ReplyTo(notified, $"Anna <{Agent}>", "Use the extinguisher.");
        reply.Body = new MimeKit.BodyBuilder
        {
            TextBody =
                $"Use the extinguisher.\n\n> {notified.TextBody!.Replace("\n", "\n> ", StringComparison.Ordinal)}",
            HtmlBody = $"<p>Use the extinguisher.</p><blockquote>{notified.HtmlBody}</blockquote>",
        }.ToMessageBody();
        await gateway.PushAsync(reply);
        await gateway.DrainAsync();

        var relayed = gateway.Sent[1];
        var text = relayed.HtmlBody + relayed.TextBody;
        Assert.DoesNotContain(Token(notified), text, StringComparison.Ordinal);
        Assert.Contains(Token(relayed), text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("postern-ref-").Length - 1);
        Assert.Contains("It burns.", relayed.TextBody, StringComparison.Ordinal);
    }

    private static async Task<ThreadKey> TellAsync(TestGateway gateway, string subject)
    {
        var id = await gateway.PushAsync(Mails.New(Customer, $"support@{TestGateway.Domain}", subject));
        await gateway.DrainAsync();
        return Assert.Single((await gateway.JournalAsync(id)).Threads);
    }

    private static string Token(MimeKit.MimeMessage mail) =>
        mail.Headers["List-Unsubscribe"]!.Trim('<', '>').Split('/')[^1];

    private static async Task<(int Status, bool Follows)> PostAsync(TestGateway gateway, string token, string form)
    {
        var (status, json) = await AnswerAsync(gateway, "POST", token, form, "application/json");
        return (status, System.Text.Json.Nodes.JsonNode.Parse(json)!["follows"]!.GetValue<bool>());
    }

    private static async Task<(int Status, string Content)> AnswerAsync(
        TestGateway gateway,
        string verb,
        string token,
        string form,
        string? accept
    )
    {
        var context = new DefaultHttpContext { RequestServices = gateway.Services };
        context.Request.Method = verb;
        context.Request.ContentType = "application/x-www-form-urlencoded";
        context.Request.Body = new MemoryStream(Encoding.ASCII.GetBytes(form));
        if (accept is not null)
            context.Request.Headers.Accept = accept;
        using var body = new MemoryStream();
        context.Response.Body = body;
        var function = ActivatorUtilities.CreateInstance<Follow>(gateway.Services);
        var answer =
            verb == "GET"
                ? await function.ReadAsync(context.Request, token, default)
                : await function.RunAsync(context.Request, token, default);
        await answer.ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()));
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }
}
