using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Erasing;
using Postern.Core.Text;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Writes all that is held about a person: what their address leads to, one thing after another, however much it is.
/// </summary>
public sealed class PersonExport
{
    private static readonly (string Prefix, string File)[] Files =
    [
        ("note:", "notes"),
        ("bounce:", "bounces"),
        ("in:", "sent-in"),
        ("told:", "notices"),
    ];

    // What was looked at, and what an address does not lead to.
    private static readonly string[] LookedAt =
    [
        "people: contact, blacklist entry, notes, bounces, mails sent in, notices, deliveries",
        "erased: whether the address was erased before, by its keyed hash",
        "allowed senders",
        "journal: mails by their author, and by the first three recipients that they reached",
        "threads that these lead to: whether the person follows, and the messages that they wrote, with files",
        "attention and audit: entries that name the address",
    ];

    private static readonly string[] NotFound =
    [
        "mails that reached the person as the fourth recipient or later, and those that earlier versions routed: they are "
            + "found by their author alone",
        "a thread that the person follows without having written there and without a delivery to them",
        "messages of others that name the person in their text, and raw mails of others",
        "mails that are not routed yet",
        "what programs fetched from the queue mail-events, logs and traces, and backups",
    ];

    private readonly GatewayStorage _storage;
    private readonly ConfigurationStore _configuration;
    private readonly Erasures _erasures;
    private readonly ExportedThreads _threads;
    private readonly ExportedMails _mails;
    private readonly TimeProvider _time;

    internal PersonExport(
        GatewayStorage storage,
        ConfigurationStore configuration,
        Erasures erasures,
        ExportedThreads threads,
        ExportedMails mails,
        TimeProvider time
    ) =>
        (_storage, _configuration, _erasures, _threads, _mails, _time) = (
            storage,
            configuration,
            erasures,
            threads,
            mails,
            time
        );

    /// <summary>Writes the ZIP.</summary>
    /// <param name="address">The address, in canonical form.</param>
    /// <param name="stream">Where it is written to.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task WriteAsync(string address, Stream stream, CancellationToken cancellationToken)
    {
        // Neither a ZIP nor MimeKit always waits for what they write to, and a response wants that. What lies between
        // them are some KB.
        var pipe = new Pipe();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = Task.Run(() => WriteAsync(address, pipe.Writer, gone.Token), CancellationToken.None);
        try
        {
            await pipe.Reader.CopyToAsync(stream, cancellationToken);
        }
        finally
        {
            await gone.CancelAsync();
            await pipe.Reader.CompleteAsync();
        }
        await writing;
    }

    private async Task WriteAsync(string address, PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            await using (var stream = writer.AsStream(leaveOpen: true))
                await WriteZipAsync(address, stream, cancellationToken);
            await writer.CompleteAsync();
        }
        catch (Exception e)
        {
            await writer.CompleteAsync(e);
            throw;
        }
    }

    private async Task WriteZipAsync(string address, Stream stream, CancellationToken cancellationToken)
    {
        await using var zip = await ExportArchive.CreateAsync(stream, cancellationToken);
        var threads = new SortedSet<string>(StringComparer.Ordinal);
        await WritePersonAsync(address, zip, cancellationToken);
        await _mails.WriteAsync(address, zip, threads, cancellationToken);
        await _threads.WriteAsync(address, zip, threads, cancellationToken);
        var texts = new Redaction(new ErasedPerson(address, [], ""));
        await WriteMentionsAsync("attention", TableNames.Attention, null, texts, zip, cancellationToken);
        await WriteMentionsAsync("audit", TableNames.Config, "audit", texts, zip, cancellationToken);
        await zip.AddAsync("manifest.json", await ManifestAsync(address, zip, cancellationToken), cancellationToken);
    }

    private async Task WritePersonAsync(string address, ExportArchive zip, CancellationToken cancellationToken)
    {
        var partition = TableKeys.Escape(address);
        foreach (var one in new[] { "contact", "blacklist" })
        {
            var row = await _storage.Table(TableNames.People).FindAsync(partition, one, cancellationToken);
            if (row is null)
                continue;
            await zip.AddAsync($"{one}.json", JsonNode.Parse(TableRow.TextOf(row))!, cancellationToken);
            zip.Count(one);
        }
        var kind = ConfigurationKinds.AllowedSender;
        if (await _configuration.FindAsync<AllowedSender>(kind, address, cancellationToken) is { Value: var sender })
        {
            var json = JsonSerializer.SerializeToNode(sender, PosternJson.Tolerant)!;
            await zip.AddAsync("allowed-sender.json", json, cancellationToken);
            zip.Count("allowed-sender");
        }
        foreach (var (prefix, file) in Files)
            await zip.AddLinesAsync(
                $"{file}.jsonl",
                file,
                RowsAsync(TableNames.People, partition, prefix, null, cancellationToken),
                cancellationToken
            );
    }

    private Task WriteMentionsAsync(
        string file,
        string table,
        string? partition,
        Redaction texts,
        ExportArchive zip,
        CancellationToken cancellationToken
    ) =>
        zip.AddLinesAsync(
            $"{file}.jsonl",
            file,
            RowsAsync(table, partition, null, texts, cancellationToken),
            cancellationToken
        );

    private async IAsyncEnumerable<JsonNode> RowsAsync(
        string table,
        string? partition,
        string? prefix,
        Redaction? texts,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (from, until) = (prefix ?? "", prefix is null ? "~" : ThreadRows.After(prefix));
        var client = _storage.Table(table);
        var rows = partition is null
            ? client.QueryAsync<TableEntity>(cancellationToken: cancellationToken)
            : client.RangeAsync(partition, from, until, null, cancellationToken);
        await foreach (var row in rows)
        {
            var text = TableRow.TextOf(row);
            if (texts?.Finds(text) != false && JsonNode.Parse(text) is { } json)
                yield return json;
        }
    }

    private async Task<JsonObject> ManifestAsync(string address, ExportArchive zip, CancellationToken cancellationToken)
    {
        var erasures = await _erasures.ListOfAsync(address, cancellationToken);
        return new JsonObject
        {
            ["address"] = address,
            ["made"] = _time.GetUtcNow(),
            ["counts"] = JsonSerializer.SerializeToNode(zip.Counts),
            ["erasures"] = JsonSerializer.SerializeToNode(erasures, PosternJson.Tolerant),
            ["lookedAt"] = new JsonArray([.. LookedAt.Select(text => JsonValue.Create(text))]),
            ["notFoundByAddress"] = new JsonArray([.. NotFound.Select(text => JsonValue.Create(text))]),
            ["signatures"] = "The signatures of reply addresses and links are struck out: nothing here opens a thread.",
        };
    }
}
