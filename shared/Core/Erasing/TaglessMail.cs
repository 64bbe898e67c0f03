using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using Postern.Core.Signing;

namespace Postern.Core.Erasing;

/// <summary>
/// A copy of a raw mail for its author, in which nothing opens a thread: the signatures of reply addresses, own
/// Message-Ids, markers and links are struck out in fields and texts.
/// </summary>
public static partial class TaglessMail
{
    private const int SignatureLength = 1 + TagKeyRing.MacLength;

    /// <summary>Writes the copy. What is no mail is not copied: false.</summary>
    public static bool TryWrite(Stream raw, Stream copy, CancellationToken cancellationToken)
    {
        try
        {
            using var mail = MimeMessage.Load(raw, persistent: true, cancellationToken);
            foreach (var field in MailParts.MessagesOf(mail).SelectMany(message => message.Headers.ToList()))
                Strike(field);
            foreach (var part in MailParts.EntitiesOf(mail).OfType<TextPart>())
            {
                if (part.Text is { } text && Of(text) is var struck && struck != text)
                    part.SetText(part.ContentType.CharsetEncoding ?? Encoding.UTF8, struck);
            }
            mail.WriteTo(copy, cancellationToken);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>A text in which no signature is whole.</summary>
    public static string Of(string text) =>
        Signed().Replace(text, match => Struck(match.Value.TrimEnd('@')) + (match.Value.EndsWith('@') ? "@" : ""));

    private static string Struck(string signed) => signed[..^SignatureLength] + new string('x', SignatureLength);

    private static void Strike(Header field)
    {
        var value = Encoding.Latin1.GetString(field.RawValue);
        if (Of(value) is var struck && struck != value)
            field.SetRawValue(Encoding.Latin1.GetBytes(struck));
    }

    // The shortest tag has a body of 18 characters; own Message-Ids have a signature alone, after a dot.
    [GeneratedRegex(@"[0-9a-vA-V]{35,}|\b[0-9a-vA-V]{17}@", RegexOptions.NonBacktracking)]
    private static partial Regex Signed();
}
