using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postern.Core.Journal;
using Postern.Functions;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Providers;

/// <summary>Forms as Mailgun's routes send them for raw mail.</summary>
public sealed class MailgunMailTests
{
    private const string Key = "key-of-the-account";

    // A byte that is no UTF-8: a form is not to make text of a mail.
    private static readonly byte[] Mail =
    [
        .. Encoding.ASCII.GetBytes(
            $"From: carl@customer.example\r\nTo: support@{TestGateway.Domain}\r\n"
                + "Message-Id: <1@customer.example>\r\nSubject: Fire & smoke\r\n"
                + "Content-Type: text/plain; charset=iso-8859-1\r\n\r\nIt burns + br"
        ),
        0xFC,
        .. "llt.\r\n"u8,
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signed_form_is_taken_in_byte_for_byte_with_its_envelope(bool multipart)
    {
        await using var gateway = await StartAsync();
        var answer = await PostAsync(gateway, Form(gateway), multipart);
        await gateway.DrainAsync();

        Assert.Equal(200, answer.Status);
        var entry = Assert.Single(await gateway.JournalAsync());
        Assert.Contains(entry.Id, answer.Body, StringComparison.Ordinal);
        Assert.Equal((JournalState.Routed, "mailgun"), (entry.State, entry.Source));
        using var stored = await gateway.Get<RawMailStore>().FindAsync(entry.Raw, default);
        Assert.True(stored!.Content.Memory.Span.SequenceEqual(Mail));
        Assert.Equal("bounces@customer.example", stored.Origin.MailFrom);
        Assert.Equal([$"support@{TestGateway.Domain}"], stored.Origin.RcptTo);
    }

    [Fact]
    public async Task The_same_form_again_is_the_same_mail_and_the_same_token_with_another_is_refused()
    {
        await using var gateway = await StartAsync();
        var form = Form(gateway);
        var first = await PostAsync(gateway, form);
        Assert.Equal(first, await PostAsync(gateway, form));
        var forged = await PostAsync(gateway, form with { Mail = [.. Mail, .. "Pay here.\r\n"u8] });

        Assert.Equal(406, forged.Status);
        Assert.Contains("signature", forged.Body, StringComparison.Ordinal);
        Assert.Single(await gateway.JournalAsync());
    }

    [Fact]
    public async Task A_form_that_is_old_or_holds_no_mail_is_refused_for_good_and_one_that_is_not_Mailguns_until_the_key_is_right()
    {
        await using var gateway = await StartAsync();
        var form = Form(gateway);
        foreach (
            var (wrong, field, status) in new[]
            {
                (
                    form with
                    {
                        Signature = form.Signature[..^1] + (form.Signature[^1] == '0' ? '1' : '0'),
                    },
                    "signature",
                    401
                ),
                (form with { Token = "another" }, "signature", 401),
                (form with { Token = "" }, "token", 401),
                (form with { Time = "soon" }, "timestamp", 401),
                (Form(gateway, TimeSpan.FromHours(-25)), "timestamp", 406),
                (form with { Mail = [] }, "body-mime", 406),
            }
        )
        {
            var answer = await PostAsync(gateway, wrong);
            Assert.Equal(status, answer.Status);
            Assert.Contains($"'{field}'", answer.Body, StringComparison.Ordinal);
        }
        Assert.Equal(406, (await PostAsync(gateway, "text/plain", [1])).Status);
        Assert.Equal(
            406,
            (
                await PostAsync(
                    gateway,
                    "multipart/form-data; boundary=b",
                    "--b\r\nContent-Disposition: form-data; name=token\r\n\r\nbroken"u8.ToArray()
                )
            ).Status
        );
        Assert.Empty(await gateway.JournalAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_form_that_could_not_be_read_is_asked_for_again(bool multipart)
    {
        await using var gateway = await StartAsync();
        var (type, body) = multipart ? Form(gateway).ToMultipart() : Form(gateway).ToEncoded();
        await using var broken = new BrokenStream(body.Length / 2, body);

        Assert.Equal(503, (await PostAsync(gateway, type, broken)).Status);
        Assert.Empty(await gateway.JournalAsync());
        Assert.Equal(200, (await PostAsync(gateway, type, body)).Status);
    }

    [Fact]
    public async Task Without_a_key_there_is_nothing_at_its_address()
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.Equal(404, (await PostAsync(gateway, Form(gateway))).Status);
    }

    private static Task<TestGateway> StartAsync() =>
        TestGateway
            .StartAsync(settings => settings["Mailgun:SigningKey"] = Key)
            .ContinueWith(async started =>
            {
                await started.Result.SetUpDeskAsync();
                return started.Result;
            })
            .Unwrap();

    private static MailgunForm Form(TestGateway gateway, TimeSpan ago = default)
    {
        var (time, token) = (
            (gateway.Time.GetUtcNow() + ago)
                .ToUnixTimeSeconds()
                .ToString(System.Globalization.CultureInfo.InvariantCulture),
            "0123456789abcdef"
        );
        return new MailgunForm(
            time,
            token,
            Convert.ToHexStringLower(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(time + token))
            ),
            Mail
        );
    }

    private static async Task<(int Status, string Body)> PostAsync(
        TestGateway gateway,
        MailgunForm form,
        bool multipart = true
    )
    {
        var (type, body) = multipart ? form.ToMultipart() : form.ToEncoded();
        return await PostAsync(gateway, type, body);
    }

    private static Task<(int Status, string Body)> PostAsync(TestGateway gateway, string type, byte[] body) =>
        PostAsync(gateway, type, new MemoryStream(body));

    private static async Task<(int Status, string Body)> PostAsync(TestGateway gateway, string type, Stream body)
    {
        var context = new DefaultHttpContext { RequestServices = gateway.Services };
        (context.Request.Method, context.Request.ContentType, context.Request.Body) = ("POST", type, body);
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        var result = await ActivatorUtilities
            .CreateInstance<ProviderIntake>(gateway.Services)
            .RunAsync(context.Request, "mailgun", default);
        await result.ExecuteResultAsync(
            new ActionContext(context, new RouteData(), new Microsoft.AspNetCore.Mvc.Abstractions.ActionDescriptor())
        );
        return (context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }

    /// <summary>A connection that breaks once so much has come.</summary>
    private sealed class BrokenStream(int good, byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position >= good
                ? throw new IOException("Connection reset by peer")
                : base.ReadAsync(buffer[..(int)Math.Min(buffer.Length, good - Position)], cancellationToken);

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    private sealed record MailgunForm(string Time, string Token, string Signature, byte[] Mail)
    {
        private (string Name, string Value)[] Fields =>
            [
                ("recipient", $"support@{TestGateway.Domain}"),
                ("sender", "bounces@customer.example"),
                ("subject", "Fire & smoke"),
                ("timestamp", Time),
                ("token", Token),
                ("signature", Signature),
            ];

        public (string Type, byte[] Body) ToMultipart()
        {
            using var content = new MultipartFormDataContent("b0undary");
            foreach (var (name, value) in Fields)
                content.Add(new StringContent(value), name);
            content.Add(new ByteArrayContent(Mail), "body-mime");
            return (content.Headers.ContentType!.ToString(), content.ReadAsByteArrayAsync().Result);
        }

        public (string Type, byte[] Body) ToEncoded()
        {
            var fields = Fields.Select(field => $"{field.Name}={WebUtility.UrlEncode(field.Value)}");
            var mail = Encoding.ASCII.GetString(WebUtility.UrlEncodeToBytes(Mail, 0, Mail.Length)!);
            return (
                "application/x-www-form-urlencoded",
                Encoding.ASCII.GetBytes(string.Join('&', fields.Append($"body-mime={mail}")))
            );
        }
    }
}
