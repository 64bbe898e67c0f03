using System.Diagnostics;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Parsing;
using Postern.Core.People;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;

namespace Postern.Bench;

/// <summary>Measures parsing and routing, as <c>RouteInbound</c> does between its reads and its writes.</summary>
internal static class Deciding
{
    private const int Aliases = 200;

    public static void Run(BenchOptions options)
    {
        var raw = Raw(options.Size);
        var facts = Facts();
        Round(raw, facts, options.Mails);
        var rates = Enumerable.Range(0, options.Rounds).Select(_ => Round(raw, facts, options.Mails)).ToList();
        Console.WriteLine(
            FormattableString.Invariant($"{options.Mails} mails of {raw.Length} octets, ")
                + FormattableString.Invariant($"{options.Rounds} rounds on one core; ")
                + $"parsed and decided a second: {Spread.Of(rates)}"
        );
    }

    private static double Round(byte[] raw, RoutingFacts facts, int mails)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < mails; i++)
        {
            var decision = Router.Decide(MailParser.Parse(raw), facts);
            if (decision.State != JournalState.Routed)
                throw new InvalidOperationException($"The mail was {decision.State}.");
        }
        return mails / watch.Elapsed.TotalSeconds;
    }

    private static byte[] Raw(int size)
    {
        var mail = Mail.Create(size);
        mail.To.Clear();
        mail.To.Add(MimeKit.MailboxAddress.Parse("alias7@mycompany.example"));
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return raw.ToArray();
    }

    private static RoutingFacts Facts() =>
        new()
        {
            Configuration = Configuration(),
            Origin = new MailOrigin("http"),
            Received = DateTimeOffset.UtcNow,
            Sender = new SenderFacts(null, []),
        };

    private static GatewayConfiguration Configuration() =>
        new()
        {
            Parameters = new GatewayParameters(new Dictionary<string, string>()),
            OutgoingServers = [],
            IncomingServers = [],
            AliasDomains =
            [
                new AliasDomain
                {
                    Id = "main",
                    Name = "mycompany.example",
                    IsDefault = true,
                },
            ],
            Aliases = [.. Enumerable.Range(0, Aliases).Select(Alias)],
            Models = new Dictionary<string, RecordModel>(),
            AllowedSenders = new HashSet<string>(),
        };

    private static MailAlias Alias(int number) =>
        new()
        {
            Domain = "main",
            LocalPart = $"alias{number}",
            Model = "helpdesk.ticket",
        };
}
