using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Postern.Core.Deliverability;
using Postern.Gateway.Domains;
using Postern.Tests.Support;

namespace Postern.Tests.Domains;

/// <summary>The answers that the verification of senders keeps, against a real resolver.</summary>
public sealed class DnsCacheTests
{
    private static readonly DnsQuestion Key = new("s1._domainkey.bank.example", DnsType.Txt);
    private static readonly DnsQuestion Missing = new("_dmarc.bank.example", DnsType.Txt);
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [SkippableFact]
    public async Task Answers_are_kept_as_long_as_they_may_be_and_what_is_missing_for_five_minutes()
    {
        var record = $"v=DKIM1; k=rsa; p={new string('A', 392)}";
        DnsCache cache;
        await using (var dns = await Dnsmasq.StartAsync($"{Key.Name} TXT {record}"))
        {
            cache = Cache(dns.Port);
            Assert.Equal([record], (await AskAsync(cache, Key)).Records);
            Assert.Equal(DnsStatus.None, (await AskAsync(cache, Missing)).Status);
        }

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal([record], (await AskAsync(cache, Key)).Records);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(DnsStatus.Failed, (await AskAsync(cache, Key)).Status);
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(DnsStatus.None, (await AskAsync(cache, Missing)).Status);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(DnsStatus.Failed, (await AskAsync(cache, Missing)).Status);
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public async Task A_resolver_that_says_nothing_is_trouble_after_two_seconds_in_all()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var cache = Cache(((IPEndPoint)silent.Client.LocalEndPoint!).Port);

        var asked = AskAsync(cache, Key, Missing);
        await silent.ReceiveAsync();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(DnsStatus.Failed, (await asked).Status);
    }

    private DnsCache Cache(int port)
    {
        var settings = new Dictionary<string, string?> { ["Dns:Server"] = $"127.0.0.1:{port}" };
        return new(new DnsResolver(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()), _time);
    }

    /// <summary>Asks one question after another, and returns the last reply.</summary>
    private static Task<DnsReply> AskAsync(DnsCache cache, params DnsQuestion[] questions) =>
        cache.ResolveAsync<DnsReply>(
            answers =>
                questions.FirstOrDefault(question => answers.Find(question) is null) is { } next
                    ? new DnsEvaluation<DnsReply>.Questions([next])
                    : new DnsEvaluation<DnsReply>.Result(answers.Find(questions[^1])!),
            CancellationToken.None
        );
}
