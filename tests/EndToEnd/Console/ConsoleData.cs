using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>A support desk with a mail that tries to run in the page that shows it.</summary>
internal static class ConsoleData
{
    public const string Domain = "mycompany.example";
    public const string Support = $"support@{Domain}";
    public const string Agent = $"agent@{Domain}";
    public const string Subject = "<script>window.__xss='subject'</script> The printer burns";

    /// <summary>
    /// Sets up the desk, hands in the mail, and waits until the agent was notified; sends it to the catching server, too.
    /// </summary>
    public static async Task WriteAsync(ConsoleServer server)
    {
        await SetUpAsync(server.Api);
        await PushAsync(server.Api, Hostile);
        await Eventually.ReadAsync(
            async () => (await server.Api.GetFromJsonAsync<JsonArray>(new Uri("/dev/mails", UriKind.Relative)))!,
            mails => mails.Any(mail => mail!["subject"]!.GetValue<string>().Contains("burns", StringComparison.Ordinal))
        );
        await SendAsync(server.SmtpPort, Hostile);
    }

    /// <summary>Sets up the desk: a domain, an alias, and who follows what it makes.</summary>
    public static async Task SetUpAsync(HttpClient api)
    {
        await PutAsync(api, "alias-domains/main", new { name = Domain, isDefault = true });
        await PutAsync(
            api,
            $"contacts/{Agent}",
            new { name = "Anna <img src=x onerror=window.__xss='contact'>", @internal = true }
        );
        await PutAsync(api, "aliases/main/support", new { model = "helpdesk.ticket", followers = new[] { Agent } });
    }

    /// <summary>Hands in a mail as it stands.</summary>
    public static async Task PushAsync(HttpClient api, string mail)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));
        content.Headers.ContentType = new MediaTypeHeaderValue("message/rfc822");
        using var answer = await api.PostAsync(new Uri("inbound", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
    }

    // What is notified was cleaned; this comes as it is.
    private static async Task SendAsync(int port, string mail)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(mail.ReplaceLineEndings("\r\n")));
        using var message = await MimeMessage.LoadAsync(content);
        using var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", port, SecureSocketOptions.None);
        await client.SendAsync(message, new MailboxAddress("", Agent), [new MailboxAddress("", Agent)]);
        await client.DisconnectAsync(quit: true);
    }

    public static async Task PutAsync(HttpClient api, string path, object body)
    {
        using var answer = await api.PutAsJsonAsync(new Uri(path, UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    private const string Hostile = $$"""
        From: "<img src=x onerror=window.__xss='name'>" <ann@customer.example>
        To: "<svg onload=window.__xss='to'>" <{{Support}}>
        Subject: {{Subject}}
        Message-ID: <hostile-1@customer.example>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=parts

        --parts
        Content-Type: text/html; charset=utf-8

        "></iframe><script>window.__xss = 'out'</script>
        <base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/">
        <script>window.__xss = parent.__xss = top.__xss = 'script'; alert(1)</script>
        <p style="color:#800;background:url(https://evil.example/d.png)">It <b>burns</b>
        <img src="https://evil.example/track.png" onerror="window.__xss='img'"><img src="/api/health">
        <a href="javascript:window.__xss='link'">open</a></p><svg onload="window.__xss='svg'"><script>alert(2)</script></svg>
        <iframe src="javascript:parent.__xss='frame'"></iframe><iframe src="https://evil.example/"></iframe>
        <form action="https://evil.example/"><button autofocus onfocus="window.__xss='focus'">Send</button></form>
        <link rel="stylesheet" href="https://evil.example/a.css"><object data="https://evil.example/"></object>
        <style>@import url(https://evil.example/b.css); p {background: url(https://evil.example/c.png) }</style>
        <video src="https://evil.example/v.mp4" autoplay></video>
        --parts
        Content-Type: image/svg+xml
        Content-Disposition: attachment; filename="<img src=x onerror=alert(3)>.svg"

        <svg xmlns="http://www.w3.org/2000/svg" onload="window.__xss='file'"><script>alert(4)</script></svg>
        --parts--

        """;
}
