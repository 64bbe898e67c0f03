using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postern.Core.Journal;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Intake;

/// <summary>
/// The script that a mail server pipes mail into: run as the server runs it, against the intake over HTTP.
/// </summary>
public sealed class PipeTests : IAsyncLifetime
{
    private const string Mail =
        "From: carl@customer.example\nTo: support@mycompany.example\nSubject: Fire\n\nIt burns.\n";
    private readonly string _key = Path.GetTempFileName();
    private TestGateway _gateway = null!;
    private WebApplication _host = null!;

    /// <summary>What the host answers instead of asking the intake.</summary>
    private int? Status { get; set; }

    private string? KeySeen { get; set; }

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(_key, "secret-key\n");
        _gateway = await TestGateway.StartAsync();
        await _gateway.SetUpDeskAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _host = builder.Build();
        _host.Urls.Add("http://127.0.0.1:0");
        _host.MapPost("/api/inbound", AnswerAsync);
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _gateway.DisposeAsync();
        File.Delete(_key);
    }

    [Fact]
    public async Task A_mail_is_handed_over_with_its_envelope_and_the_key_out_of_sight()
    {
        Assert.Equal(
            (0, ""),
            await PipeAsync(Mail, "carl@customer.example", "support@mycompany.example", "other@mycompany.example")
        );
        var stored = await OnlyAsync();
        Assert.Equal(
            ("carl@customer.example", Mail),
            (stored.Origin.MailFrom, System.Text.Encoding.UTF8.GetString(stored.Content.Memory.Span))
        );
        Assert.Equal(["support@mycompany.example", "other@mycompany.example"], stored.Origin.RcptTo);
        Assert.Equal("secret-key", KeySeen);
    }

    [Fact]
    public async Task An_empty_sender_is_the_null_return_path()
    {
        Assert.Equal((0, ""), await PipeAsync(Mail, "", "support@mycompany.example"));
        Assert.Equal("", (await OnlyAsync()).Origin.MailFrom);
    }

    [Theory]
    [InlineData(202, 0)]
    [InlineData(400, 65)]
    [InlineData(413, 65)]
    [InlineData(401, 75)]
    [InlineData(404, 75)]
    [InlineData(429, 75)]
    [InlineData(500, 75)]
    [InlineData(503, 75)]
    public async Task The_exit_code_says_whether_the_mail_was_taken_in(int status, int code)
    {
        Status = status;
        Assert.Equal(code, (await PipeAsync(Mail, "carl@customer.example", "support@mycompany.example")).Code);
    }

    [Fact]
    public async Task What_the_intake_cannot_take_is_said_with_its_reason()
    {
        var (code, words) = await PipeAsync("", "carl@customer.example", "support@mycompany.example");
        Assert.Equal(65, code);
        Assert.Contains("The body is empty", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_anybody_there_or_without_a_key_it_is_tried_again()
    {
        await _host.StopAsync();
        Assert.Equal(75, (await PipeAsync(Mail, "carl@customer.example", "support@mycompany.example")).Code);
        File.Delete(_key);
        var (code, words) = await PipeAsync(Mail, "carl@customer.example", "support@mycompany.example");
        Assert.Equal(75, code);
        Assert.Contains("POSTERN_KEY_FILE", words, StringComparison.Ordinal);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        KeySeen = context.Request.Headers["x-functions-key"];
        if (Status is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }
        var result = await ActivatorUtilities
            .CreateInstance<Postern.Functions.Intake>(_gateway.Services)
            .RunAsync(context.Request, context.RequestAborted);
        await result.ExecuteResultAsync(
            new ActionContext(context, new RouteData(), new Microsoft.AspNetCore.Mvc.Abstractions.ActionDescriptor())
        );
    }

    private async Task<StoredMail> OnlyAsync()
    {
        var entry = Assert.Single(await _gateway.JournalAsync());
        return (await _gateway.Get<RawMailStore>().FindAsync(entry.Raw, default))!;
    }

    private async Task<(int Code, string Words)> PipeAsync(string mail, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "postern-pipe"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        (start.Environment["POSTERN_URL"], start.Environment["POSTERN_KEY_FILE"]) = (_host.Urls.First() + "/", _key);
        using var pipe = Process.Start(start)!;
        await pipe.StandardInput.WriteAsync(mail);
        pipe.StandardInput.Close();
        var words = await pipe.StandardError.ReadToEndAsync();
        await pipe.WaitForExitAsync();
        return (pipe.ExitCode, words);
    }
}
