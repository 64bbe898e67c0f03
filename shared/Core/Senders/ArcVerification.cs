using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Cryptography;
using Postern.Core.Addresses;
using Postern.Core.Deliverability;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Senders;

/// <summary>
/// Believes what a trusted server found before it sent a mail on, where it sealed its findings (RFC 8617) and nobody else
/// has sealed the mail since.
/// </summary>
internal sealed partial class ArcVerification(
    HeaderList header,
    Lazy<SignedMail?> mail,
    TrustedHosts trusted,
    DnsReader dns
)
{
    private const int MostSets = 10;

    /// <summary>Pass or unknown; without reasons where the mail has no seal.</summary>
    public SenderVerdict Verify(EmailAddress from)
    {
        var seals = header.Where(field => field.Id == HeaderId.ArcSeal).Select(SignatureTags.Read).ToList();
        if (seals.Count == 0)
            return SenderVerdict.None;
        if (seals.Count > MostSets || seals.Contains(null))
            return SenderVerdict.Unknown("arc: the seals cannot be read");
        var newest = seals.OfType<SignatureTags>().OrderByDescending(Instance).ToList();
        if (!trusted.Contains(newest[0].Domain))
            return SenderVerdict.Unknown($"arc: sealed by {newest[0].Domain}, which is not trusted");
        if (!AskForKeys() || !IsIntact())
            return SenderVerdict.Unknown("arc: the chain does not verify");
        foreach (var seal in newest.TakeWhile(seal => trusted.Contains(seal.Domain)))
        {
            var told = Finding(Instance(seal), from);
            if (told.Result == SenderResult.Pass)
                return SenderVerdict.Pass([$"arc of {seal.Domain}: pass", .. told.Reasons]);
        }
        return SenderVerdict.Unknown($"arc of {newest[0].Domain}: no aligned pass");
    }

    /// <summary>Asks for all keys of the chain; false when one cannot be asked for, or is none.</summary>
    private bool AskForKeys()
    {
        var fields = header.Where(field => field.Id is HeaderId.ArcSeal or HeaderId.ArcMessageSignature);
        var signatures = fields.Take(2 * MostSets + 1).Select(SignatureTags.Read).ToList();
        return signatures.Count <= 2 * MostSets
            && signatures
                .Select(signature => signature?.Key(dns).IsSound == true)
                .ToList()
                .TrueForAll(isSound => isSound);
    }

    private bool IsIntact()
    {
        try
        {
            return mail.Value is { } signed
                && new ArcVerifier(new DnsKeyLocator(dns)).Verify(signed.Message).Chain
                    == ArcSignatureValidationResult.Pass;
        }
        // Keys and signatures are whatever strangers write, and the libraries under the verifier throw what they like.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    private SenderVerdict Finding(int instance, EmailAddress from)
    {
        foreach (var field in header.Where(field => field.Id == HeaderId.ArcAuthenticationResults))
        {
            var match = Begins().Match(MailFields.Unfolded(field));
            if (match.Success && Number(match.Groups["i"].Value) == instance)
                return TrustedVerdict.Of(AuthenticationField.Read(match.Groups["rest"].Value), from);
        }
        return SenderVerdict.None;
    }

    private static int Instance(SignatureTags seal) => Number(seal.Tag("i"));

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"\A\s*i\s*=\s*(?<i>[0-9]{1,2})\s*;(?<rest>.*)\z", RegexOptions.Singleline)]
    private static partial Regex Begins();
}
