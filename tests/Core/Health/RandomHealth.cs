using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Fetching;
using Postern.Core.Health;
using Postern.Core.Limits;
using Postern.Tests.Support;

namespace Postern.Tests.Health;

/// <summary>States of a gateway, well ones and ill ones.</summary>
internal static class RandomHealth
{
    private static readonly string[] Kinds = ["failed", "held", "undelivered"];

    public static HealthFacts Facts(Random random, DateTimeOffset now)
    {
        var servers = Enumerable.Range(0, random.Next(3)).Select(i => Server(random, $"s{i}", now)).ToList();
        var mailboxes = Enumerable.Range(0, random.Next(3)).Select(i => Mailbox(random, $"m{i}", now)).ToList();
        return new HealthFacts
        {
            Configuration = Configurations.Of(
                domains: Sometimes(random) ? [] : [new AliasDomain { Id = "a", Name = "a.example" }],
                outgoing: [.. servers.Select(server => Record(server))]
            ),
            HasPublicUrl = !Sometimes(random),
            Servers = servers,
            Waiting = new WaitingDeliveries([], more: false, now),
            Mailboxes = mailboxes,
            Attention = Kinds.Where(_ => Sometimes(random)).ToDictionary(kind => kind, _ => random.Next(1, 5)),
            Now = now,
        };
    }

    private static ServerStatus Server(Random random, string id, DateTimeOffset now)
    {
        var server = new OutgoingServer
        {
            Id = id,
            Name = $"Server {id}",
            Host = "smtp.example.com",
            DailyLimit = Sometimes(random) ? 10 : null,
        };
        var health = Sometimes(random)
            ? new ServerHealth
            {
                Server = id,
                Trouble = Any(random, Enum.GetValues<ServerTrouble>()),
                Why = "421 Too many",
                Since = now.AddMinutes(-30),
                ClosedUntil = now.AddMinutes(random.Next(-5, 5)),
            }
            : null;
        var contact = new ServerContact
        {
            Server = id,
            LastSuccess = Sometimes(random) ? null : Past(random, now),
            LastFailure = Sometimes(random) ? Past(random, now) : null,
            Error = "Connection refused",
        };
        var count = random.Next(3);
        var waiting = new WaitingCount(count, count > 0 ? Past(random, now) : null, random.Next(count + 1), false);
        var usage = new SendUsage().Count(random.Next(12), now, now);
        var limits = ServerLimits.Of(server, usage, health, now);
        return ServerStatus.Of(server, limits, health, contact, waiting, now);
    }

    private static MailboxHealth Mailbox(Random random, string id, DateTimeOffset now) =>
        new(
            Server: id,
            State: Any(random, Enum.GetValues<MailboxState>()),
            LastSuccess: Past(random, now),
            LagSeconds: null,
            Waiting: 0,
            Failures: random.Next(5),
            FailingSince: Past(random, now),
            LastError: "no such user",
            NextPoll: null,
            Warning: Sometimes(random) ? "A mail is too large." : null,
            TokenExpires: Sometimes(random) ? now.AddDays(random.Next(30)) : null
        );

    private static OutgoingServer Record(ServerStatus server) =>
        new()
        {
            Id = server.Server,
            Name = server.Name,
            Host = "smtp.example.com",
        };

    private static DateTimeOffset Past(Random random, DateTimeOffset now) => now.AddMinutes(-random.Next(200));

    private static bool Sometimes(Random random) => random.Next(4) == 0;

    private static T Any<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
