using System.Net;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;
using Postern.Core.Mime;
using Postern.Core.Network;
using Postern.Core.Selection;
using Postern.Core.Servers;
using Postern.Core.Text;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Readers of addresses of mail and of the network, of Message-Ids and of URLs.</summary>
internal static class AddressTargets
{
    // csharpier-ignore
    private static readonly FuzzSeeds Addresses = FuzzSeeds.OfText(
        [
            "anna@mycompany.example", "Anna Agent <anna@mycompany.example>, \"B, C\" <b@c.example>",
            "team: a@b.example, c@d.example;", "=?utf-8?q?J=C3=BCrgen?= <j@xn--mnchen-3ya.example>",
            "ü@münchen.example", "\"a b\"@[192.0.2.1]", "<@relay.example:a@b.example>", "a(comment)@b.example (name)",
            "mycompany.example, anna@other.example", "<1.2@client.example> <3@client.example>",
            "undisclosed-recipients:;",
        ],
        [
            "@", "<", ">", ",", ";", ":", "\"", "\\", "(", ")", "[", "]", ".", "..", " ", "\t", "\r\n ", "\n", "\0",
            "*",
            "=?utf-8?q?=40?=", "=?utf-8?b?w7w=?=", "=?", "?=", "xn--", "xn--a", "ü", "\u3002", "\u200B", "\u202E", "ß",
            "ı", "😀", "-", "_", "%", "+tag", "IPv6:::1", "\uFEFF", "e\u0301",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ]
    );

    // csharpier-ignore
    private static readonly FuzzSeeds Networks = FuzzSeeds.OfText(
        [
            "192.0.2.1", "10.0.0.1", "::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "fe80::1%eth0",
            "0x7f.1",
            "https://mail.example.com", "https://[::1]:8443/a/", "http://mail.example.com/", "10 mx.example.",
            "mx.example",
        ],
        ["0", "255", "256", ".", ":", "::", "%", "%25", "/", "[", "]", "@", "x", "ffff", "https://", "#", "?", "\\",
        "ü", "-"]
    );

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> All() =>
        [
            new("addresses", Addresses, ReadAddress) { Weight = 12 },
            new("address fields", Addresses, ReadField) { Weight = 8 },
            new("from filters", Addresses, ReadFilter) { Weight = 8 },
            new("network addresses", Networks, ReadNetwork) { Weight = 8 },
        ];

    private static void ReadAddress(byte[] input)
    {
        var text = FuzzText.Of(input);
        if (EmailAddress.TryParse(text, out var address))
        {
            var same = EmailAddress.TryParse(address.Address, out var again) && again.Address == address.Address;
            Invariant.Holds(same, "a canonical address is read as itself");
        }
        if (EmailAddress.CanonicalDomain(text) is { } domain)
            Invariant.Holds(EmailAddress.CanonicalDomain(domain) == domain, "a canonical domain is read as itself");
        var shown = ShownText.Clean(text);
        Invariant.Holds(ShownText.Clean(shown) == shown, "a shown text is read as itself");
        Invariant.Holds(!shown.Any(char.IsControl), "a shown text is one line");
    }

    private static void ReadField(byte[] input)
    {
        foreach (var address in AddressField.Read(input))
            Invariant.Holds(EmailAddress.Canonical(address.Address) is not null, "a field's addresses are valid");
        var text = FuzzText.Of(input);
        _ = SenderIdentity.Read(text).CallName;
        Invariant.Holds(MessageIds.Read(text).All(id => id.Length is > 0 and <= 998), "an id fits in a line");
    }

    private static void ReadFilter(byte[] input)
    {
        var filter = FromFilter.Parse(FuzzText.Of(input));
        if (EmailAddress.TryParse("anna@mycompany.example", out var anna))
            _ = filter.Allows(anna);
    }

    private static void ReadNetwork(byte[] input)
    {
        var text = FuzzText.Of(input);
        _ = DnsNames.Domain(text) + DnsNames.Exchange(text);
        try
        {
            _ = PublicUrl.Parse(text, allowHttp: true).Unsubscribe("token");
        }
        catch (InvalidOperationException)
        {
            // Documented: the setting is no URL.
        }
        if (!IPAddress.TryParse(text, out var address))
            return;
        var hidden = AddressGuard.Problem(address, AddressPolicy.Private) is not null;
        var isPublic = AddressGuard.Problem(address, AddressPolicy.Public) is null;
        Invariant.Holds(!(hidden && isPublic), "what private networks may not reach, nobody may");
        Invariant.Holds(!isPublic || !IPAddress.IsLoopback(address), "the own host is not public");
    }
}
