using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Erasing;
using Postern.Core.Journal;
using Postern.Core.Text;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>Writes the journal's entries of a person's mails, with the raw mails that they wrote.</summary>
internal sealed class ExportedMails(JournalStore journal, RawMailStore rawMail, TimeProvider time)
{
    private const int AtOnce = 500;
    private const string Kind = "mails";

    public async Task WriteAsync(
        string address,
        ExportArchive zip,
        SortedSet<string> threads,
        CancellationToken cancellationToken
    )
    {
        if (await journal.FindOldestDayAsync(cancellationToken) is not { } oldest)
            return;
        for (var day = time.GetUtcNow(); day.UtcDateTime.Date >= oldest.UtcDateTime.Date; day = day.AddDays(-1))
            await WriteDayAsync(day, address, zip, threads, cancellationToken);
    }

    private async Task WriteDayAsync(
        DateTimeOffset day,
        string address,
        ExportArchive zip,
        SortedSet<string> threads,
        CancellationToken cancellationToken
    )
    {
        for (MailId? last = null; ; )
        {
            var filter = new JournalFilter(After: last) { Address = address };
            var entries = await journal.ListAsync(day, filter, AtOnce, cancellationToken);
            foreach (var entry in entries)
            {
                threads.UnionWith(entry.Threads.Select(thread => thread.Partition));
                await WriteAsync(entry, address, zip, cancellationToken);
            }
            if (entries.Count < AtOnce)
                return;
            last = new MailId(entries[^1].Id);
        }
    }

    private async Task WriteAsync(
        JournalEntry entry,
        string address,
        ExportArchive zip,
        CancellationToken cancellationToken
    )
    {
        var json = JsonSerializer.SerializeToNode(entry, PosternJson.Tolerant)!.AsObject();
        await zip.AddAsync($"mails/{entry.Id}.json", Own(json), cancellationToken);
        zip.Count(Kind);
        // The raw mail of another holds that person's data, and their reply address.
        if (entry.Sender == address && await rawMail.FindAsync(entry.Raw, cancellationToken) is { } found)
        {
            using var mail = found;
            await WriteRawAsync(mail, zip, cancellationToken);
        }
    }

    private static async Task WriteRawAsync(StoredMail mail, ExportArchive zip, CancellationToken cancellationToken)
    {
        await using var raw = mail.Content.OpenRead();
        await zip.AddAsync(
            $"mails/{mail.Id}.eml",
            file => TaglessMail.TryWrite(raw, file, cancellationToken),
            cancellationToken
        );
        zip.Count("raw-mails");
    }

    private static JsonObject Own(JsonObject json)
    {
        json.Remove("raw");
        return json;
    }
}
