using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Erasing;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// A ZIP that is written as it is sent, one file after another, and never held. In texts of the gateway no signature is
/// whole, so that nothing in it opens a thread (<see cref="TaglessMail"/>).
/// </summary>
internal sealed class ExportArchive(ZipArchive zip) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Short = new(Readable) { WriteIndented = false };

    /// <summary>How many of each kind were written.</summary>
    public SortedDictionary<string, long> Counts { get; } = new(StringComparer.Ordinal);

    public static async Task<ExportArchive> CreateAsync(Stream stream, CancellationToken cancellationToken) =>
        new(
            await ZipArchive.CreateAsync(
                stream,
                ZipArchiveMode.Create,
                leaveOpen: true,
                entryNameEncoding: null,
                cancellationToken
            )
        );

    public void Count(string kind) => Counts[kind] = Counts.GetValueOrDefault(kind) + 1;

    public async Task AddAsync(string name, JsonNode content, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(name, cancellationToken);
        await WriteAsync(file, content.ToJsonString(Readable), cancellationToken);
    }

    public async Task AddTextAsync(string name, string text, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(name, cancellationToken);
        await WriteAsync(file, text, cancellationToken);
    }

    public async Task AddAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(name, cancellationToken);
        await content.CopyToAsync(file, cancellationToken);
    }

    public async Task AddAsync(string name, Action<Stream> write, CancellationToken cancellationToken)
    {
        await using var file = await OpenAsync(name, cancellationToken);
        write(file);
    }

    /// <summary>A file with a record on each line; none where there is no record.</summary>
    public async Task AddLinesAsync(
        string name,
        string kind,
        IAsyncEnumerable<JsonNode> records,
        CancellationToken cancellationToken
    )
    {
        Stream? file = null;
        try
        {
            await foreach (var record in records.WithCancellation(cancellationToken))
            {
                file ??= await OpenAsync(name, cancellationToken);
                var line = record.ToJsonString(Short);
                await WriteAsync(file, line + "\n", cancellationToken);
                Count(kind);
            }
        }
        finally
        {
            if (file is not null)
                await file.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();

    private Task<Stream> OpenAsync(string name, CancellationToken cancellationToken) =>
        zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);

    private static async Task WriteAsync(Stream file, string text, CancellationToken cancellationToken) =>
        await file.WriteAsync(Encoding.UTF8.GetBytes(TaglessMail.Of(text)), cancellationToken);
}
