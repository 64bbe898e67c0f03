using System.Globalization;
using MimeKit;
using MimeKit.Cryptography;
using Postern.Core.Deliverability;

namespace Postern.Core.Senders;

/// <summary>
/// Verifies the DKIM signatures of the domain of a From (RFC 6376), the topmost five at most. A signature of somebody
/// else says nothing about the author.
/// </summary>
internal sealed class DkimVerification(HeaderList header, Lazy<SignedMail?> mail, Alignment alignment, DnsReader dns)
{
    private const int MostSignatures = 5;

    private readonly List<string> _reasons = [];
    private bool _isChanged;

    public DkimOutcome Verify()
    {
        var fields = header.Where(field => field.Id == HeaderId.DkimSignature).Take(MostSignatures);
        foreach (var signature in fields.Select(SignatureTags.Read).OfType<SignatureTags>())
        {
            var problem = Problem(signature);
            _reasons.Add($"dkim of {signature.Domain}: {problem ?? "pass"}");
            if (problem is null)
                return new DkimOutcome(true, false, _reasons);
        }
        return new DkimOutcome(false, _isChanged, _reasons);
    }

    private string? Problem(SignatureTags signature)
    {
        if (!alignment.Accepts(signature.Domain, policy => policy.StrictDkim))
            return "not aligned with the From";
        if (signature.Tag("a")?.ToLowerInvariant() is not ("rsa-sha256" or "ed25519-sha256"))
            return "its algorithm is too weak";
        var key = signature.Key(dns);
        _isChanged |= key.State == DkimKeyState.Unknown;
        if (key.State != DkimKeyState.Present || !key.IsSound)
            return key.Text;
        return Changed(signature) ?? (IsGenuine(signature) ? null : "the signature does not fit");
    }

    // Servers rebuild mail and add to it; that is no forgery. What was appended behind a signed part is not the
    // signer's (RFC 6376 §8.2).
    private string? Changed(SignatureTags signature)
    {
        if (mail.Value is not { } signed)
            return "the header cannot be read";
        var forms = (signature.Tag("c") ?? "simple").Split('/');
        var isRelaxed = forms is [_, var form] && form.Trim().Equals("relaxed", StringComparison.OrdinalIgnoreCase);
        var body = signed.Body(isRelaxed);
        var isWhole =
            signature.Tag("l") is not { } length || length == body.Length.ToString(CultureInfo.InvariantCulture);
        var isSame = isWhole && signature.Tag("bh") is { } hash && IsHash(hash, body.Hash);
        _isChanged |= !isSame;
        return isSame ? null
            : isWhole ? "the body was changed on the way"
            : "it covers only a part of the body";
    }

    private static bool IsHash(string text, byte[] hash) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c))) == Convert.ToBase64String(hash);

    private bool IsGenuine(SignatureTags signature)
    {
        try
        {
            var field = mail.Value!.Message.Headers.First(other =>
                other.Id == HeaderId.DkimSignature && other.RawValue.AsSpan().SequenceEqual(signature.Field.RawValue)
            );
            return new DkimVerifier(new DnsKeyLocator(dns)).Verify(mail.Value.Message, field);
        }
        // Keys and signatures are whatever strangers write, and the libraries under the verifier throw what they like.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }
}

/// <summary>What DKIM says about the domain of a From.</summary>
/// <param name="Passes">Whether one of its signatures is genuine.</param>
/// <param name="IsChanged">Whether one may have been, before the mail was changed, or could not be checked.</param>
/// <param name="Reasons">A line for each signature that was looked at.</param>
internal sealed record DkimOutcome(bool Passes, bool IsChanged, IReadOnlyList<string> Reasons);
