using System.Security.Cryptography;

namespace Postern.Core.Deliverability;

/// <summary>A DKIM key as it is published (RFC 6376 §3.6.1, RFC 8463).</summary>
/// <param name="Selector">Its selector.</param>
/// <param name="State">Whether it can be used.</param>
/// <param name="Type"><c>rsa</c> or <c>ed25519</c>.</param>
/// <param name="Bits">Size of the key.</param>
/// <param name="Testing">Whether the domain says that it only tests DKIM.</param>
/// <param name="Text">What is to be said of it.</param>
public sealed record DkimKey(string Selector, DkimKeyState State, string? Type, int? Bits, bool Testing, string Text)
{
    private const int Weak = 1024;

    /// <summary>Selectors that are looked for when none is named.</summary>
    public static IReadOnlyList<string> CommonSelectors { get; } =
    [
        "default",
        "dkim",
        "mail",
        "google",
        "selector1",
        "selector2",
        "s1",
        "s2",
        "k1",
        "k2",
        "k3",
        "mandrill",
        "mx",
        "smtp",
        "zoho",
        "mte1",
        "mte2",
    ];

    /// <summary>Where a selector's key is published.</summary>
    public static string NameOf(string selector, string domain) => $"{selector}._domainkey.{domain}";

    /// <summary>Reads what is published for a selector. Never fails.</summary>
    public static DkimKey Read(string selector, DnsReply reply)
    {
        if (reply.Status == DnsStatus.Failed)
            return Broken(selector, DkimKeyState.Unknown, "The DNS gives no answer.");
        if (reply.Records.Count == 0)
            return Broken(selector, DkimKeyState.Missing, "There is no key.");
        if (reply.Records.Count > 1)
            return Broken(selector, DkimKeyState.Damaged, "There are several records; only one is allowed.");
        var tags = TagList.Read(reply.Records[0]);
        if (!tags.TryGetValue("p", out var key))
            return Broken(selector, DkimKeyState.Damaged, "The record has no key ('p').");
        var type = tags.GetValueOrDefault("k", "rsa").ToLowerInvariant();
        var testing = tags.GetValueOrDefault("t", "").Split(':').Contains("y");
        if (key.Length == 0)
            return new DkimKey(selector, DkimKeyState.Revoked, type, null, testing, "The key is revoked.");
        return SizeOf(type, key) is { } bits
            ? new DkimKey(selector, DkimKeyState.Present, type, bits, testing, Words(type, bits, testing))
            : Broken(selector, DkimKeyState.Damaged, "The key cannot be read.") with
            {
                Type = type,
                Testing = testing,
            };
    }

    private static string Words(string type, int bits, bool testing) =>
        (type, testing) switch
        {
            (_, true) => "The key says that DKIM is only being tested (t=y).",
            ("rsa", _) when bits < Weak => $"{bits} bits are too few: receivers ignore the key (RFC 8301).",
            ("rsa", _) when bits < 2 * Weak => $"{bits} bits are few; 2048 are advised (RFC 8301).",
            _ => "The key can be used.",
        };

    private static int? SizeOf(string type, string key)
    {
        try
        {
            var bytes = Convert.FromBase64String(string.Concat(key.Where(c => !char.IsWhiteSpace(c))));
            if (type == "ed25519")
                return bytes.Length == 32 ? 256 : null;
            using var rsa = RSA.Create();
            if (type != "rsa" || !CanRead(rsa, bytes))
                return null;
            return rsa.KeySize;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    // RFC 6376 asks for RSAPublicKey and shows SubjectPublicKeyInfo; both are published.
    private static bool CanRead(RSA rsa, byte[] bytes)
    {
        try
        {
            rsa.ImportSubjectPublicKeyInfo(bytes, out _);
        }
        catch (CryptographicException)
        {
            rsa.ImportRSAPublicKey(bytes, out _);
        }
        return true;
    }

    private static DkimKey Broken(string selector, DkimKeyState state, string text) =>
        new(selector, state, null, null, false, text);
}

/// <summary>Whether a DKIM key can be used.</summary>
public enum DkimKeyState
{
    Present,
    Missing,

    /// <summary>Published with an empty key.</summary>
    Revoked,
    Damaged,

    /// <summary>The DNS gave no answer.</summary>
    Unknown,
}
