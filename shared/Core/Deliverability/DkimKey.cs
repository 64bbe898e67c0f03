using System.Security.Cryptography;
using Postern.Contracts.Http;
using Postern.Core.Configuration;

namespace Postern.Core.Deliverability;

/// <summary>A published DKIM key (RFC 6376 §3.6.1, RFC 8463).</summary>
/// <param name="Selector">Its selector.</param>
/// <param name="State">Whether it is valid.</param>
/// <param name="Type"><c>rsa</c> or <c>ed25519</c>.</param>
/// <param name="Bits">Size of the key in bits.</param>
/// <param name="Testing">Whether the domain states that it is testing DKIM (<c>t=y</c>).</param>
/// <param name="Text">Assessment for administrators.</param>
public sealed record DkimKey(string Selector, DkimKeyState State, string? Type, int? Bits, bool Testing, string Text)
{
    private const int Weak = 1024;

    /// <summary>What the gateway uses the key of this selector for; null for a selector that is not its own.</summary>
    public DkimSelectorState? Own { get; init; }

    /// <summary>
    /// Whether the published key is the gateway's own; null for a selector that is not its own, and where the DNS gave
    /// no answer.
    /// </summary>
    public bool? Matches { get; init; }

    /// <summary>Selectors to check when none is given.</summary>
    // csharpier-ignore
    public static IReadOnlyList<string> CommonSelectors { get; } =
    [
        "default", "dkim", "mail", "google", "selector1", "selector2", "s1", "s2", "k1", "k2", "k3",
        "mandrill", "mx", "smtp", "zoho", "mte1", "mte2",
    ];

    /// <summary>
    /// Whether there is nothing to report about the key. The record of a former key may be there or not.
    /// </summary>
    internal bool IsSound =>
        Own == DkimSelectorState.Former
        || (State == DkimKeyState.Present && !Testing && !(Type == "rsa" && Bits < Weak) && Matches != false);

    /// <summary>The DNS name of a selector's key.</summary>
    public static string NameOf(string selector, string domain) => $"{selector}._domainkey.{domain}";

    /// <summary>Parses the records of a selector. Never throws.</summary>
    public static DkimKey Read(string selector, DnsReply reply)
    {
        if (reply.Status == DnsStatus.Failed)
            return Broken(selector, DkimKeyState.Unknown, "The DNS gives no answer.");
        if (reply.Records.Count == 0)
            return Broken(selector, DkimKeyState.Missing, "There is no key.");
        if (reply.Records.Count > 1)
            return Broken(selector, DkimKeyState.Damaged, "There are several records; only one is allowed.");
        var tags = TagList.Read(reply.Records[0]);
        return tags.TryGetValue("p", out var key)
            ? Read(selector, key, tags)
            : Broken(selector, DkimKeyState.Damaged, "The record has no key ('p').");
    }

    /// <summary>Parses the records of a selector of the gateway's own, and compares the key. Never throws.</summary>
    public static DkimKey Read(DkimSigningKey own, DnsReply reply)
    {
        var published = Read(own.Selector, reply) with { Own = own.State };
        if (published.State == DkimKeyState.Unknown)
            return published;
        var tags = TagList.Read(reply.Records.Count == 1 ? reply.Records[0] : "");
        var matches = published.State == DkimKeyState.Present && Packed(tags["p"]) == own.PublicKey;
        return matches || published.State != DkimKeyState.Present
            ? published with
            {
                Matches = matches,
            }
            : published with
            {
                Matches = false,
                Text = "The published key is another one than the gateway's.",
            };
    }

    private static DkimKey Read(string selector, string key, IReadOnlyDictionary<string, string> tags)
    {
        var type = tags.GetValueOrDefault("k", "rsa").ToLowerInvariant();
        var testing = tags.GetValueOrDefault("t", "").Split(':').Contains("y");
        if (key.Length == 0)
            return new DkimKey(selector, DkimKeyState.Revoked, type, null, testing, "The key is revoked.");
        if (SizeOf(type, key) is not { } bits)
            return new DkimKey(selector, DkimKeyState.Damaged, type, null, testing, "The key cannot be read.");
        return new DkimKey(selector, DkimKeyState.Present, type, bits, testing, Assess(type, bits, testing));
    }

    private static string Assess(string type, int bits, bool testing) =>
        (type, testing) switch
        {
            (_, true) => "The key says that DKIM is only being tested (t=y).",
            ("rsa", _) when bits < Weak => $"{bits} bits are too few: receivers ignore the key (RFC 8301).",
            ("rsa", _) when bits < 2 * Weak => $"{bits} bits are few; 2048 are advised (RFC 8301).",
            _ => "The key can be used.",
        };

    // White space within base64 counts for nothing (RFC 6376 §3.2).
    private static string Packed(string base64) => string.Concat(base64.Where(c => !char.IsWhiteSpace(c)));

    private static int? SizeOf(string type, string key)
    {
        try
        {
            var bytes = Convert.FromBase64String(Packed(key));
            if (type == "ed25519")
                return bytes.Length == 32 ? 256 : null;
            return type == "rsa" ? RsaSize(bytes) : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }

    // RFC 6376 requires RSAPublicKey and shows SubjectPublicKeyInfo in its example; both are published.
    private static int RsaSize(byte[] bytes)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(bytes, out _);
        }
        catch (CryptographicException)
        {
            rsa.ImportRSAPublicKey(bytes, out _);
        }
        return rsa.KeySize;
    }

    private static DkimKey Broken(string selector, DkimKeyState state, string text) =>
        new(selector, state, null, null, false, text);
}

/// <summary>State of a DKIM key.</summary>
public enum DkimKeyState
{
    Present,
    Missing,

    /// <summary>Published with an empty key.</summary>
    Revoked,
    Damaged,

    /// <summary>The DNS did not answer.</summary>
    Unknown,
}
