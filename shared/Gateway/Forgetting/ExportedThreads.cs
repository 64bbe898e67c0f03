using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Core.Keys;
using Postern.Core.People;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Posting;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>Writes the deliveries to a person, and of the threads that they lead to what is the person's.</summary>
internal sealed class ExportedThreads(
    ThreadStore threads,
    SentOutStore sentOut,
    MessageWriter writer,
    ContentStore contents
)
{
    private const int AtOnce = 100;

    // What the gateway gives to copies of a message leads to its thread.
    private static readonly string[] Withheld = ["thread", "token", "messageId", "references", "inReplyTo"];

    public async Task WriteAsync(
        string address,
        ExportArchive zip,
        SortedSet<string> found,
        CancellationToken cancellationToken
    )
    {
        var deliveries = DeliveriesAsync(address, found, cancellationToken);
        await zip.AddLinesAsync("deliveries.jsonl", "deliveries", deliveries, cancellationToken);
        foreach (var (number, partition) in found.Index())
        {
            if (ThreadKey.TryParse(partition, out var thread))
                await WriteThreadAsync($"threads/{number + 1}", thread, address, zip, cancellationToken);
        }
    }

    private async IAsyncEnumerable<JsonNode> DeliveriesAsync(
        string address,
        SortedSet<string> found,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (string? last = null; ; )
        {
            var rows = await sentOut.ListAsync(address, last, new DayRange(), AtOnce, cancellationToken);
            foreach (var (_, sent) in rows)
            {
                found.Add(sent.Thread.Partition);
                if (await FindAsync(sent, address, cancellationToken) is { } delivery)
                    yield return ShownOf(delivery, ("subject", sent.Subject), ("on", sent.Thread.Partition));
            }
            if (rows.Count < AtOnce)
                yield break;
            last = rows[^1].Key;
        }
    }

    private Task<MessageDelivery?> FindAsync(MailSentOut sent, string address, CancellationToken cancellationToken)
    {
        var id = new DeliveryId(new MessageKey(sent.Message).Id, RecipientKey.Of(address));
        return threads.FindBareDeliveryAsync(sent.Thread, id, cancellationToken);
    }

    private async Task WriteThreadAsync(
        string folder,
        ThreadKey thread,
        string address,
        ExportArchive zip,
        CancellationToken cancellationToken
    )
    {
        if (await threads.FindHeadAsync(thread, cancellationToken) is not { Value: var head })
            return;
        var follower = await threads.FindFollowerAsync(thread, address, cancellationToken);
        var about = new JsonObject
        {
            ["model"] = thread.Model,
            ["id"] = thread.Id,
            ["subject"] = head.Subject,
            ["follows"] = follower is null ? null : ShownOf(follower.Value),
        };
        await zip.AddAsync($"{folder}/thread.json", about, cancellationToken);
        zip.Count("threads");
        if (follower is not null)
            zip.Count("follows");
        for (string? last = null; ; )
        {
            var messages = await threads.ListMessagesAsync(thread, last, AtOnce, cancellationToken);
            foreach (var message in messages.Where(message => message.Author.Address == address))
                await WriteMessageAsync(folder, message, zip, cancellationToken);
            if (messages.Count < AtOnce)
                return;
            last = messages[^1].Key;
        }
    }

    private async Task WriteMessageAsync(
        string folder,
        ThreadMessage message,
        ExportArchive zip,
        CancellationToken cancellationToken
    )
    {
        var name = $"{folder}/{message.Key}";
        await zip.AddAsync($"{name}.json", ShownOf(message), cancellationToken);
        zip.Count("messages");
        if (message.TextBlob is not null || message.HtmlBlob is not null)
        {
            var (text, html) = await writer.ReadBodiesAsync(message, cancellationToken);
            await zip.AddTextAsync($"{name}.txt", text ?? html ?? "", cancellationToken);
        }
        foreach (var (number, file) in message.Attachments.Index())
            await WriteFileAsync($"{name}-{number + 1}-{SafeName(file.Name)}", file, zip, cancellationToken);
    }

    private async Task WriteFileAsync(
        string name,
        MessageAttachment file,
        ExportArchive zip,
        CancellationToken cancellationToken
    )
    {
        using var content = await contents.OpenAsync(file.Blob, cancellationToken);
        if (content is null)
            return;
        using var stream = content.OpenRead();
        await zip.AddAsync(name, stream, cancellationToken);
        zip.Count("files");
    }

    private static string SafeName(string name) =>
        string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')).TrimStart('.');

    private static JsonObject ShownOf<T>(T record, params (string Name, string Value)[] more)
    {
        var json = JsonSerializer.SerializeToNode(record, PosternJson.Tolerant)!.AsObject();
        foreach (var member in Withheld)
            json.Remove(member);
        foreach (var (name, value) in more)
            json[name] = value;
        return json;
    }
}
