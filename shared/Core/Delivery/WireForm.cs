using MimeKit;

namespace Postern.Core.Delivery;

/// <summary>
/// The form in which a mail may leave: lines of at most 998 octets that end with CRLF, no other CR or LF, no NUL, and
/// octets above 127 only where the server takes them (RFC 5321 §2.3.8, §4.5.3.1.6; RFC 6152; RFC 6531). A lone CR or LF
/// would let the author of a mail end it early at a server that takes it for a line end, and add a mail of their own.
/// </summary>
public static class WireForm
{
    /// <summary>The longest line without its CRLF, in octets.</summary>
    public const int LongestLine = 998;

    /// <summary>Encodes fields and parts so that the mail may leave.</summary>
    /// <param name="mail">The mail, which is changed.</param>
    /// <param name="constraint">What the server takes; binary content is not used, as a relay may not take it.</param>
    /// <param name="line">The longest line of a text that is not encoded, in octets.</param>
    public static void Prepare(MimeMessage mail, EncodingConstraint constraint, int line = LongestLine)
    {
        var allowed = constraint == EncodingConstraint.None ? EncodingConstraint.EightBit : constraint;
        if (mail.Body is { } body)
            mail.Body = PartEncoding.Encode(body, allowed, line) ?? body;
        FieldRepair.RepairNames(mail);
        foreach (var headers in HeadersOf(mail))
            FieldRepair.Repair(headers);
        if (mail is { MimeVersion: null, Body.Headers.Count: > 0 })
            mail.MimeVersion = new Version(1, 0);
    }

    /// <summary>Whether a mail may be attached to another as it is, but for the encoding of its parts.</summary>
    public static bool MayBeAttached(MimeMessage mail)
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        mail.Prepare(EncodingConstraint.SevenBit, LongestLine);
        return Measure(options, mail, EncodingConstraint.SevenBit).Problem is null;
    }

    /// <summary>Measures a mail as it will leave.</summary>
    /// <param name="options">How it is written; CRLF line ends are set by the caller.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="constraint">What the server takes.</param>
    public static WireMeasure Measure(FormatOptions options, MimeMessage mail, EncodingConstraint constraint)
    {
        using var stream = new WireStream();
        mail.WriteTo(options, stream);
        stream.Flush();
        return new WireMeasure(stream.Length, Problem(stream, options, mail, constraint));
    }

    /// <summary>Writes a mail as it will leave.</summary>
    /// <param name="options">How it is written; CRLF line ends are set by the caller.</param>
    /// <param name="mail">The mail.</param>
    /// <param name="constraint">What the server takes.</param>
    public static WireContent Write(FormatOptions options, MimeMessage mail, EncodingConstraint constraint)
    {
        var buffer = new WireBuffer();
        mail.WriteTo(options, buffer);
        buffer.Flush();
        return new WireContent(buffer, Problem(buffer, options, mail, constraint));
    }

    private static string? Problem(
        WireStream stream,
        FormatOptions options,
        MimeMessage mail,
        EncodingConstraint constraint
    )
    {
        if (stream.LongestLine > LongestLine)
            return FormattableString.Invariant(
                $"The mail has a line of {stream.LongestLine:N0} octets; SMTP allows {LongestLine} (RFC 5321 §4.5.3.1.6)."
            );
        if (stream.HasBareReturn || stream.HasBareFeed || stream.HasNul)
            return "The mail has a CR, LF or NUL that is no line end (RFC 5321 §2.3.8).";
        if (stream.EightBit == 0)
            return null;
        if (!options.International && HeadersOf(mail).SelectMany(list => list).FirstOrDefault(HasEightBit) is { } field)
            return $"The field {field.Field} has octets above 127, which only SMTPUTF8 allows (RFC 6531).";
        return constraint == EncodingConstraint.SevenBit
            ? "The mail has octets above 127, and the server does not offer 8BITMIME (RFC 6152)."
            : null;
    }

    private static bool HasEightBit(Header header) =>
        header.RawValue.AsSpan().ContainsAnyInRange((byte)128, byte.MaxValue)
        || header.RawField.AsSpan().ContainsAnyInRange((byte)128, byte.MaxValue);

    // Of the mail and its parts, not of mails attached to it.
    private static IEnumerable<HeaderList> HeadersOf(MimeMessage mail) =>
        mail.Body is null ? [mail.Headers] : [mail.Headers, .. HeadersOf(mail.Body)];

    private static IEnumerable<HeaderList> HeadersOf(MimeEntity entity) =>
        entity is Multipart parts ? [entity.Headers, .. parts.SelectMany(HeadersOf)] : [entity.Headers];
}

/// <summary>What was found when a mail was measured.</summary>
/// <param name="Size">Its size in octets, with CRLF line ends and without dot-stuffing.</param>
/// <param name="Problem">Why it may not leave; null when it may.</param>
public sealed record WireMeasure(long Size, string? Problem);
