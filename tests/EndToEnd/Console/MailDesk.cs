using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.DevHost.Smtp;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>A support desk with a devhost of its own, whose mail leaves through a server that refuses whom a test names.</summary>
[SuppressMessage("Design", "CA1001", Justification = "IAsyncLifetime disposes of it.")]
public sealed class MailDesk : IAsyncLifetime
{
    public const string Model = "helpdesk.ticket";

    private SmtpCatcher? _smtp;
    private ConsoleServer? _server;

    internal ConsoleServer Server => _server!;

    /// <summary>Connection string of its storage.</summary>
    internal string Storage { get; private set; } = "";

    /// <summary>The replies to recipients that the server refuses.</summary>
    public ConcurrentDictionary<string, string> Refused { get; } = [];

    public async Task InitializeAsync()
    {
        if (ConsoleHost.Missing is not null)
            return;
        _smtp = StartServer();
        Storage = (await Azurite.SharedAsync()).NewAccount();
        _server = await ConsoleServer.StartAsync(Storage);
        await ConsoleData.SetUpAsync(Server.Api);
        await ConsoleData.PutAsync(
            Server.Api,
            "outgoing-servers/main",
            new
            {
                name = "Relay",
                host = "127.0.0.1",
                port = _smtp.Port,
                security = "none",
            }
        );
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_smtp is not null)
            await _smtp.DisposeAsync();
    }

    /// <summary>The mails that were sent to somebody.</summary>
    internal IReadOnlyList<CaughtMail> SentTo(string recipient) =>
        [.. _smtp!.Mails.Where(mail => mail.Envelope.Recipients.Contains(recipient))];

    /// <summary>An address that no other test uses.</summary>
    internal static string NewAddress(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-{Guid.NewGuid():N}@customer.example");

    /// <summary>Hands in a mail, waits until it was decided about, and returns its entry in the journal.</summary>
    internal async Task<JsonObject> TakeInAsync(string from, string to, string subject, string text = "Please help.")
    {
        var id = $"{Guid.NewGuid():N}@customer.example";
        await ConsoleData.PushAsync(
            Server.Api,
            $"From: {from}\nTo: {to}\nSubject: {subject}\nMessage-ID: <{id}>\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        );
        var entries = await Eventually.ReadAsync(
            async () => (await GetAsync($"mails?messageId={id}"))["items"]!.AsArray(),
            items => items.Count > 0 && StateOf(items[0]!) != "pending"
        );
        return entries[0]!.AsObject();
    }

    /// <summary>A new thread, by a mail to the desk; its address in the API.</summary>
    internal async Task<string> NewThreadAsync(string from, string subject)
    {
        var entry = await TakeInAsync(from, ConsoleData.Support, subject);
        return $"threads/{Model}/{entry["threads"]![0]!["id"]!.GetValue<string>()}";
    }

    /// <summary>Posts on a thread as the agent, and waits until all deliveries have been tried.</summary>
    internal async Task PostAsync(string thread, object message)
    {
        using var answer = await Server.Api.PostAsJsonAsync(new Uri($"{thread}/messages", UriKind.Relative), message);
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<string>();
        await Eventually.ReadAsync(
            async () => (await GetAsync($"{thread}/messages"))["items"]!.AsArray(),
            messages => messages.Any(posted => posted!["id"]?.GetValue<string>() == id && IsTried(posted))
        );
    }

    internal async Task<JsonObject> GetAsync(string path) =>
        (await Server.Api.GetFromJsonAsync<JsonObject>(new Uri(path, UriKind.Relative)))!;

    internal static string StateOf(JsonNode entry) => entry["state"]?.GetValue<string>() ?? "";

    private SmtpCatcher StartServer() =>
        new(0, null, TimeProvider.System, NullLogger<SmtpCatcher>.Instance)
        {
            Behaviour = new SmtpBehaviour { RefuseRecipient = (_, recipient) => Refused.GetValueOrDefault(recipient) },
        };

    private static bool IsTried(JsonNode message) =>
        message["deliveries"]!.AsArray().All(delivery => StateOf(delivery!) is not ("" or "queued" or "sending"));
}
