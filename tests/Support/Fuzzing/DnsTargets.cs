using System.Net;
using Postern.Core.Deliverability;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Readers of DNS records.</summary>
internal static class DnsTargets
{
    private const string Domain = "customer.example";

    // csharpier-ignore
    private static readonly FuzzSeeds Records = FuzzSeeds.OfText(
        [
            "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a mx include:_spf.example -all",
            "v=spf1 exists:%{ir}.%{v}._spf.%{d2} redirect=%{d}",
            "v=spf1 a:mail.example/24//64 ptr ?all exp=explain._spf.%{d}",
            "v=DMARC1; p=reject; sp=quarantine; adkim=s; aspf=r; rua=mailto:a@b.example; pct=50; fo=1:d:s",
            "v=DKIM1; k=rsa; t=y:s; p="
                + "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjx"
                + "OCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6m"
                + "cwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB",
            "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        ],
        [
            " ", ";", "=", ":", "/", "//", "/33", "/129", "%", "%{", "}", "%{s}", "%{l99r.-}", "%{h0}", "%{p}", "%%",
            "%_",
            "include:", "redirect=", "redirect=customer.example", "exists:", "a", "mx", "ptr", "all", "-all", "v=spf1",
            "v=DMARC1", "v=DKIM1", "p=", "p=none", "k=rsa", "t=y", "ip4:", "ip6:::", "..", "\0", "ü", "\n", "\"",
            "MII", "====",
        ]
    );

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> All() => [new("DNS records", Records, Read) { Weight = 12 }];

    // Every line is a record of its own.
    private static void Read(byte[] input)
    {
        var records = FuzzText.Of(input).Split('\n');
        foreach (var record in records)
        {
            _ = SpfRecord.Parse(record).Error + TagList.Read(record).Count;
            _ = DkimKey.Read("s", DnsReply.Of([record])).Text;
        }
        _ = SpfSuggestion.With(records, ["include:mycompany.example"]);
        var reply = DnsReply.Of(records);
        var answers = DnsAnswers.None.With([
            new(new DnsQuestion(Domain, DnsType.Txt), reply),
            new(new DnsQuestion("_dmarc." + Domain, DnsType.Txt), reply),
            new(new DnsQuestion(Domain, DnsType.Mx), reply),
            new(new DnsQuestion(Domain, DnsType.A), reply),
        ]);
        var verdict = SpfEvaluator.Check(new SpfQuery(IPAddress.Parse("192.0.2.7"), Domain), new DnsReader(answers));
        Invariant.Holds(verdict.Lookups <= SpfEvaluator.LookupLimit + 1, "lookups of SPF are limited");
        _ = DmarcPolicy.Find(Domain, new DnsReader(answers))?.Policy;
    }
}
