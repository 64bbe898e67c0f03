using System.Net;
using FsCheck.Xunit;
using Postern.Core.Deliverability;
using Postern.Tests.Support;

namespace Postern.Tests.Deliverability;

public sealed class SpfEvaluatorTests
{
    private const string Host = "192.0.2.7";

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.7 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip4:192.0.2.0/24 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip4:192.0.2.8/31 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip4:192.0.2.6/31 ~all", SpfResult.Pass)]
    [InlineData("v=spf1 ~all", SpfResult.SoftFail)]
    [InlineData("v=spf1 ?all", SpfResult.Neutral)]
    [InlineData("v=spf1", SpfResult.Neutral)]
    [InlineData("V=SPF1 IP4:192.0.2.7 -ALL", SpfResult.Pass)]
    [InlineData("v=spf1 a -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:other.example/30 -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:other.example//64 -all", SpfResult.Fail)]
    [InlineData("v=spf1 mx -all", SpfResult.Pass)]
    [InlineData("v=spf1 mx:example.com/24//64 -all", SpfResult.Pass)]
    [InlineData("v=spf1 include:open.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 include:closed.example ~all", SpfResult.SoftFail)]
    [InlineData("v=spf1 -include:open.example +all", SpfResult.Fail)]
    [InlineData("v=spf1 include:nothing.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 redirect=open.example", SpfResult.Pass)]
    [InlineData("v=spf1 redirect=closed.example", SpfResult.Fail)]
    [InlineData("v=spf1 redirect=nothing.example", SpfResult.PermError)]
    [InlineData("v=spf1 redirect=open.example redirect=open.example", SpfResult.PermError)]
    [InlineData("v=spf1 -all redirect=open.example", SpfResult.Fail)]
    [InlineData("v=spf1 exists:%{ir}.list.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 exists:%{i}.%{l}.%{d2}.%{v} -all", SpfResult.Pass)]
    [InlineData("v=spf1 exists:%{x}.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 ptr -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip4:1.2.3 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:192.0.2.7/33 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ipv4:192.0.2.7 -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:other.example/99 -all", SpfResult.PermError)]
    [InlineData("v=spf1 exp=why.example unknown=x ip4:192.0.2.7 -all", SpfResult.Pass)]
    [InlineData("v=spf10 ip4:192.0.2.7", SpfResult.None)]
    public void A_record_means_what_the_standard_says(string record, SpfResult expected) =>
        Assert.Equal(expected, Check(Zone(record), "example.com", Host).Result);

    [Theory]
    [InlineData("v=spf1 ip6:2001:db8::/32 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip6:2001:db9::/32 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip4:0.0.0.0/0 -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:other.example//126 -all", SpfResult.Pass)]
    public void It_knows_both_families_of_addresses(string record, SpfResult expected) =>
        Assert.Equal(expected, Check(Zone(record), "example.com", "2001:db8::7").Result);

    [Fact]
    public void Two_records_are_an_error() =>
        Assert.Equal(
            SpfResult.PermError,
            Check(FakeZone.Of("example.com TXT v=spf1 +all", "example.com TXT v=spf1 +all"), "example.com", Host).Result
        );

    [Fact]
    public void A_record_that_includes_itself_ends_at_ten_lookups()
    {
        var verdict = Check(FakeZone.Of("example.com TXT v=spf1 include:example.com -all"), "example.com", Host);

        Assert.Equal(SpfResult.PermError, verdict.Result);
        Assert.Contains("10 lookups", verdict.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_lookups_are_allowed_and_eleven_are_not()
    {
        const string other = "other.example A 198.51.100.1";
        var ten = Check(FakeZone.Of(Record(10), other), "example.com", Host);
        var eleven = Check(FakeZone.Of(Record(11), other), "example.com", Host);

        Assert.Equal((SpfResult.Pass, 10), (ten.Result, ten.Lookups));
        Assert.Equal(SpfResult.PermError, eleven.Result);

        static string Record(int count)
        {
            var names = Enumerable.Repeat("a:other.example", count);
            return $"example.com TXT v=spf1 {string.Join(' ', names)} ip4:{Host} -all";
        }
    }

    [Fact]
    public void Two_names_without_answer_are_allowed_and_three_are_not()
    {
        Assert.Equal(SpfResult.Pass, Check(FakeZone.Of(Record(2)), "example.com", Host).Result);
        Assert.Equal(SpfResult.PermError, Check(FakeZone.Of(Record(3)), "example.com", Host).Result);

        static string Record(int count)
        {
            var names = Enumerable.Range(0, count).Select(i => $"a:gone{i}.example");
            return $"example.com TXT v=spf1 {string.Join(' ', names)} ip4:{Host} -all";
        }
    }

    // A difficult zone: many MX, ten and eleven levels of includes, two records, names that a resolver refuses.
    [CorpusTheory]
    [InlineData("plusall.com", "203.0.113.1", SpfResult.Pass)]
    [InlineData("example.net", "203.0.113.1", SpfResult.Fail)]
    [InlineData("twospf.org.org.za", "8.8.8.8", SpfResult.PermError)]
    [InlineData("onespf.org.org.za", "8.8.8.8", SpfResult.Pass)]
    [InlineData("fewmx.org.org.za", "203.0.113.1", SpfResult.Fail)]
    [InlineData("manymx.org.org.za", "203.0.113.1", SpfResult.PermError)]
    [InlineData("nestok.org.org.za", "203.0.113.1", SpfResult.Fail)]
    [InlineData("nestdeep.org.org.za", "203.0.113.1", SpfResult.PermError)]
    [InlineData("exists.org.org.za", "203.0.113.1", SpfResult.Pass)]
    [InlineData("noexists.org.org.za", "203.0.113.1", SpfResult.Fail)]
    [InlineData("exists.org.org.za", "192.0.2.40", SpfResult.Pass)]
    [InlineData("fail1.org.org.za", "203.0.113.1", SpfResult.TempError)]
    public void The_zone_of_the_corpus_is_judged_by_the_standard(string domain, string address, SpfResult expected) =>
        Assert.Equal((domain, expected), (domain, Check(FakeZone.OfCorpus(), domain, address).Result));

    [Property(MaxTest = 500)]
    public bool No_record_makes_it_throw(string wild, bool six)
    {
        var words = (wild ?? "").Replace('\0', ' ');
        var zone = FakeZone.Of(
            $"example.com TXT v=spf1 {words} include:{words} a:{words}/{words} exists:%{{{words}}} redirect={words}"
        );
        return Enum.IsDefined(Check(zone, "example.com", six ? "2001:db8::7" : Host).Result);
    }

    private static SpfVerdict Check(FakeZone zone, string domain, string address) =>
        zone.Resolve(answers => SpfEvaluator.Evaluate(new SpfQuery(IPAddress.Parse(address), domain), answers));

    private static FakeZone Zone(string record) =>
        FakeZone.Of(
            $"example.com TXT {record}",
            "example.com TXT other text",
            "example.com A 192.0.2.7",
            "example.com MX 10 mail.example.com",
            "mail.example.com A 192.0.2.7",
            "other.example A 192.0.2.6",
            "other.example AAAA 2001:db8::5",
            "open.example TXT v=spf1 ip4:192.0.2.0/24 -all",
            "closed.example TXT v=spf1 -all",
            "7.2.0.192.list.example A 127.0.0.2",
            "192.0.2.7.postmaster.example.com.in-addr A 127.0.0.2"
        );
}
