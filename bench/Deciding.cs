using System.Diagnostics;
using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Parsing;
using Postern.Core.People;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;

namespace Postern.Bench;

/// <summary>Parsing a mail and deciding where it goes, as <c>RouteInbound</c> does between its reads and its writes.</summary>
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
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Mails} mails of {raw.Length} octets, {options.Rounds} rounds on one core; parsed and decided a second: {Spread.Of(rates)}"
            )
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
            Configuration = new GatewayConfiguration
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
                Aliases =
                [
                    .. Enumerable
                        .Range(0, Aliases)
                        .Select(i => new MailAlias
                        {
                            Domain = "main",
                            LocalPart = $"alias{i}",
                            Model = "helpdesk.ticket",
                        }),
                ],
                Models = new Dictionary<string, RecordModel>(),
                AllowedSenders = new HashSet<string>(),
            },
            Origin = new MailOrigin("http"),
            Received = DateTimeOffset.UtcNow,
            Sender = new SenderFacts(null, []),
        };
}
