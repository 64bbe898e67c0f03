using System.Text;
using Azure.Data.Tables;
using Postern.Gateway.Storage;

namespace Postern.Tests.Forgetting;

/// <summary>All that storage holds, as texts: columns and keys of rows, messages on queues, blobs with their metadata.</summary>
internal static class StoredTexts
{
    private const int MostShown = 32;

    /// <summary>Where something stands, plainly or in base64; with the rows and blobs that hold it.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(GatewayStorage storage, params string[] needles)
    {
        var forms = needles.SelectMany(FormsOf).ToList();
        return
        [
            .. (await ReadAsync(storage))
                .Where(text => forms.Any(form => Has(text.Text, form)))
                .Select(text => text.Place),
        ];
    }

    /// <summary>All texts by their places, but for queues.</summary>
    /// <param name="storage">The account.</param>
    /// <param name="withVersions">Whether a row that was written again as it was counts as another.</param>
    public static async Task<IReadOnlyDictionary<string, string>> ReadPlacesAsync(
        GatewayStorage storage,
        bool withVersions = true
    ) =>
        (await ReadAsync(storage, withVersions))
            .Where(text => !text.Place.EndsWith(" queue", StringComparison.Ordinal))
            .ToDictionary(text => text.Place, text => text.Text);

    /// <summary>The number of rows of each table and blobs of each container.</summary>
    public static async Task<string> CountAsync(GatewayStorage storage)
    {
        var places = (await ReadAsync(storage)).Select(text => text.Place.Split(' ')[0]);
        var counts = places.CountBy(place => place).OrderBy(count => count.Key, StringComparer.Ordinal);
        return string.Join('\n', counts.Select(count => $"{count.Key} {count.Value}"));
    }

    private static async Task<List<(string Place, string Text)>> ReadAsync(
        GatewayStorage storage,
        bool withVersions = true
    )
    {
        var texts = new List<(string, string)>();
        foreach (var name in TableNames.All)
        {
            await foreach (var row in storage.Table(name).QueryAsync<TableEntity>())
            {
                var json = string.Concat(row.Where(column => IsText(column.Key)).Select(column => column.Value));
                var rest = row.Where(column => !IsText(column.Key) && (withVersions || !IsVersion(column.Key)))
                    .Select(column => $"{column.Value}");
                texts.Add(($"{name} {row.PartitionKey} {row.RowKey}", json + '\n' + string.Join('\n', rest)));
            }
        }
        foreach (var name in QueueNames.All)
        {
            var messages = (await storage.Queue(name).PeekMessagesAsync(MostShown)).Value;
            texts.AddRange(messages.Select(message => ($"{name} queue", message.MessageText)));
        }
        foreach (var name in ContainerNames.All)
        {
            var container = storage.Container(name);
            await foreach (var item in container.GetBlobsAsync())
            {
                var blob = (await container.GetBlobClient(item.Name).DownloadContentAsync()).Value;
                var text = item.Name + '\n' + Encoding.Latin1.GetString(blob.Content);
                texts.Add(($"{name} {item.Name}", text + '\n' + string.Join('\n', blob.Details.Metadata.Values)));
            }
        }
        return texts;
    }

    private static bool IsVersion(string column) => column is "odata.etag" or "Timestamp";

    private static bool IsText(string column) => column.StartsWith("json", StringComparison.Ordinal);

    private static bool Has(string text, string form) => text.Contains(form, StringComparison.OrdinalIgnoreCase);

    // In base64 a text has three forms, as it begins at the first, second or third byte of a group.
    private static IEnumerable<string> FormsOf(string needle)
    {
        yield return needle;
        for (var before = 0; before < 3; before++)
        {
            var bytes = Encoding.UTF8.GetBytes(new string(' ', before) + needle);
            var whole = Convert.ToBase64String(bytes[..(bytes.Length / 3 * 3)]);
            yield return whole[(before == 0 ? 0 : 4)..];
        }
    }
}
