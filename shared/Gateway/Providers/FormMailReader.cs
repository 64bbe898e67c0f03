using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Postern.Core.Mime;
using Postern.Gateway.Spooling;

namespace Postern.Gateway.Providers;

/// <summary>
/// Reads forms that contain a raw mail. ASP.NET's own readers decode every field to text, which would damage a mail
/// that is not UTF-8.
/// </summary>
/// <param name="spool">Keeps the mail while it is processed.</param>
/// <param name="mailField">Name of the field with the mail.</param>
/// <param name="largest">Largest mail, in bytes.</param>
public sealed class FormMailReader(ContentSpool spool, string mailField, long largest)
{
    private const int FieldLimit = 64 << 10;
    private const int MostFields = 200;

    /// <summary>Reads a form as multipart (RFC 7578) or URL-encoded.</summary>
    /// <exception cref="InvalidDataException">The form is malformed or too large.</exception>
    /// <exception cref="IOException">The connection broke, or the disk is full.</exception>
    public async Task<FormMail> ReadAsync(Stream body, string? contentType, CancellationToken cancellationToken)
    {
        if (MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
            if (IsType(type, "multipart/form-data") && !string.IsNullOrEmpty(boundary))
                return await ReadPartsAsync(body, boundary, cancellationToken);
            if (IsType(type, "application/x-www-form-urlencoded"))
                return await ReadEncodedAsync(body, cancellationToken);
        }
        throw new InvalidDataException(
            "Content-Type must be multipart/form-data or application/x-www-form-urlencoded."
        );
    }

    private static bool IsType(MediaTypeHeaderValue type, string mediaType) =>
        type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    private async Task<FormMail> ReadPartsAsync(Stream body, string boundary, CancellationToken cancellationToken)
    {
        var reader = new MultipartReader(boundary, body);
        var fields = new Dictionary<string, string>();
        SpooledContent? mail = null;
        try
        {
            for (var count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
            {
                if (count == MostFields)
                    throw new InvalidDataException($"The form has more than {MostFields} fields.");
                var name = NameOf(section);
                if (name == mailField && mail is null)
                    mail = await ReadMailAsync(section, cancellationToken);
                else if (await ReadFieldAsync(section, cancellationToken) is { } text)
                    fields.TryAdd(name, text);
            }
            return new FormMail(fields, mail);
        }
        catch (Exception e)
        {
            mail?.Dispose();
            // Only a body that was received completely is itself broken; otherwise the connection or the disk is the
            // reason.
            if (e is IOException && await HasEndedAsync(body, cancellationToken))
                throw new InvalidDataException($"The form is broken off: {e.Message}", e);
            throw;
        }
    }

    private static string NameOf(MultipartSection section) =>
        section.GetContentDispositionHeader() is { } disposition
            ? HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? ""
            : "";

    private async Task<SpooledContent> ReadMailAsync(MultipartSection section, CancellationToken cancellationToken) =>
        await spool.ReadAsync(section.Body, null, largest, cancellationToken) ?? throw TooLarge();

    // Null for a large field: providers also send the attachments of the mail as files.
    private async Task<string?> ReadFieldAsync(MultipartSection section, CancellationToken cancellationToken)
    {
        var content = await spool.ReadAsync(section.Body, null, FieldLimit, cancellationToken);
        return content is null ? null : Encoding.UTF8.GetString(content.Memory.Span);
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

    private async Task<FormMail> ReadEncodedAsync(Stream body, CancellationToken cancellationToken)
    {
        // Percent-encoding makes three characters of a byte at most.
        var limit = (3 * largest) + (MostFields * FieldLimit);
        using var whole = await spool.ReadAsync(body, null, limit, cancellationToken) ?? throw TooLarge();
        var fields = new Dictionary<string, string>();
        SpooledContent? mail = null;
        foreach (var (name, value) in EncodedForm.Fields(whole.Memory))
        {
            if (name == mailField && mail is null)
                mail = SpooledContent.Of(EncodedForm.Decode(value));
            else if (value.Length <= FieldLimit)
                fields.TryAdd(name, EncodedForm.Text(value));
        }
        return mail?.Memory.Length > largest ? throw TooLarge() : new FormMail(fields, mail);
    }

    private InvalidDataException TooLarge() => new($"The mail has more than {largest} bytes.");
}
