using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Postern.Core.Mime;
using Postern.Gateway.Spooling;

namespace Postern.Gateway.Providers;

/// <summary>
/// A form one field of which is a raw mail, kept byte for byte: the usual readers of forms make text of it, and a mail need not be UTF-8.
/// </summary>
public sealed record FormMail(IReadOnlyDictionary<string, string> Fields, SpooledContent? Mail) : IDisposable
{
    private const int FieldLimit = 64 << 10;
    private const int MostFields = 200;

    /// <summary>Reads a form (RFC 7578, or URL-encoded).</summary>
    /// <param name="body">The form.</param>
    /// <param name="contentType">Its media type.</param>
    /// <param name="mailField">Name of the field with the mail.</param>
    /// <param name="largest">Largest mail, in bytes.</param>
    /// <param name="spool">Where the mail goes.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="InvalidDataException">It is no form, or too large; the message says which.</exception>
    /// <exception cref="IOException">It could not be read, for a reason that is not the form's.</exception>
    public static async Task<FormMail> ReadAsync(
        Stream body,
        string? contentType,
        string mailField,
        long largest,
        ContentSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            if (
                type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                && HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 } boundary
            )
                return await ReadPartsAsync(
                    new MultipartReader(boundary, body),
                    body,
                    mailField,
                    largest,
                    spool,
                    cancellationToken
                );
            if (type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
                return await ReadEncodedAsync(body, mailField, largest, spool, cancellationToken);
        }
        throw new InvalidDataException(
            "Content-Type must be multipart/form-data or application/x-www-form-urlencoded."
        );
    }

    public void Dispose() => Mail?.Dispose();

    private static async Task<FormMail> ReadPartsAsync(
        MultipartReader reader,
        Stream body,
        string mailField,
        long largest,
        ContentSpool spool,
        CancellationToken cancellationToken
    )
    {
        var fields = new Dictionary<string, string>();
        SpooledContent? mail = null;
        try
        {
            for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
            {
                if (count == MostFields)
                    throw new InvalidDataException($"The form has more than {MostFields} fields.");
                var name = section.GetContentDispositionHeader() is { } disposition
                    ? HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? ""
                    : "";
                var isMail = name == mailField && mail is null;
                var content = await spool.ReadAsync(
                    section.Body,
                    null,
                    isMail ? largest : FieldLimit,
                    cancellationToken
                );
                // What is large and not the mail is none of ours: files that were taken out of it.
                if (isMail)
                    mail = content ?? throw TooLarge(largest);
                else if (content is not null)
                    fields.TryAdd(name, Encoding.UTF8.GetString(content.Memory.Span));
            }
            return new FormMail(fields, mail);
        }
        catch (IOException e)
        {
            mail?.Dispose();
            // Only what came whole can be broken in itself: a disk may be full, a connection may break.
            if (await HasEndedAsync(body, cancellationToken))
                throw new InvalidDataException($"The form is broken off: {e.Message}", e);
            throw;
        }
        catch
        {
            mail?.Dispose();
            throw;
        }
    }

    private static async Task<bool> HasEndedAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(new byte[1], cancellationToken) == 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<FormMail> ReadEncodedAsync(
        Stream body,
        string mailField,
        long largest,
        ContentSpool spool,
        CancellationToken cancellationToken
    )
    {
        // Encoding makes three characters of a byte at most.
        using var whole =
            await spool.ReadAsync(body, null, (3 * largest) + (MostFields * FieldLimit), cancellationToken)
            ?? throw TooLarge(largest);
        var fields = new Dictionary<string, string>();
        SpooledContent? mail = null;
        for (var rest = whole.Memory; !rest.IsEmpty; )
        {
            var end = rest.Span.IndexOf((byte)'&');
            var pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var equals = pair.Span.IndexOf((byte)'=');
            if (equals < 0)
                continue;
            var (name, value) = (Text(pair[..equals]), pair[(equals + 1)..]);
            if (name == mailField && mail is null)
                mail = SpooledContent.Of(Decode(value));
            else if (value.Length <= FieldLimit)
                fields.TryAdd(name, Text(value));
        }
        return mail?.Memory.Length > largest ? throw TooLarge(largest) : new FormMail(fields, mail);
    }

    private static byte[] Decode(ReadOnlyMemory<byte> encoded) =>
        WebUtility.UrlDecodeToBytes(encoded.ToArray(), 0, encoded.Length) ?? [];

    private static string Text(ReadOnlyMemory<byte> encoded) => Encoding.UTF8.GetString(Decode(encoded));

    private static InvalidDataException TooLarge(long largest) => new($"The mail has more than {largest} bytes.");
}
