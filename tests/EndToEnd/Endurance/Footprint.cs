using System.Globalization;
using Azure.Data.Tables;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;

namespace Postern.Tests.Endurance;

/// <summary>What a gateway has in its tables and containers: rows or blobs, and their bytes.</summary>
internal sealed class Footprint
{
    private readonly Dictionary<string, (int Count, long Bytes)> _places = [];

    private Footprint() { }

    /// <summary>Rows of the journal.</summary>
    public int Journal => _places[TableNames.Journal].Count;

    public static async Task<Footprint> ReadAsync(TestGateway gateway)
    {
        var (storage, footprint) = (gateway.Get<GatewayStorage>(), new Footprint());
        foreach (var name in TableNames.All)
        {
            var rows = await storage.Table(name).QueryAsync<TableEntity>().ToListAsync();
            footprint._places[name] = (rows.Count, rows.Sum(Bytes));
        }
        foreach (var name in ContainerNames.All)
        {
            var blobs = await storage.Container(name).GetBlobsAsync().ToListAsync();
            footprint._places[name] = (blobs.Count, blobs.Sum(blob => blob.Properties.ContentLength ?? 0));
        }
        return footprint;
    }

    /// <summary>What has been added since an earlier time, a mail.</summary>
    public string Growth(Footprint before, int mails)
    {
        var lines = _places
            .Select(place => (place.Key, Now: place.Value, Before: before._places[place.Key]))
            .Where(place => place.Now != place.Before)
            .Select(place =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{place.Key}: {(place.Now.Count - place.Before.Count) / (double)mails:0.###} and "
                        + $"{(place.Now.Bytes - place.Before.Bytes) / mails} bytes a mail"
                )
            );
        return string.Join('\n', lines);
    }

    // As the service counts: text has two bytes a character, and each property eight more.
    private static long Bytes(TableEntity row) =>
        4
        + (2 * (row.PartitionKey.Length + row.RowKey.Length))
        + row.Where(property => property.Key is not ("PartitionKey" or "RowKey" or "odata.etag"))
            .Sum(property =>
                8L + (2 * property.Key.Length) + (property.Value is string text ? (2 * text.Length) + 4 : 8)
            );
}
