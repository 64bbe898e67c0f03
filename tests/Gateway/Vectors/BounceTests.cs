using System.Text;
using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Mail;
using Postern.Core.Parsing;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support.Odoo;
using Xunit.Abstractions;
using static Postern.Tests.Support.Odoo.RoutingVector;

namespace Postern.Tests.Vectors;

/// <summary>
/// What a report did to deliveries and bounce counters in a real Odoo 17, against what it does in a whole gateway
/// that sent the same messages:
/// each case agrees, or a rule says what Postern does instead. Odoo has no tags in return paths, so a Message-Id is
/// believed here.
/// </summary>
public sealed class BounceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_observed_report_has_the_same_effect_or_deviates_by_a_rule()
    {
        var verdicts = new List<string>();
        foreach (var vector in All().Where(vector => vector.Id.StartsWith('d')))
            verdicts.AddRange(await JudgeOrSayAsync(vector));

        foreach (var verdict in verdicts)
            output.WriteLine(verdict);
        Assert.NotEmpty(verdicts);
        Assert.DoesNotContain(verdicts, verdict => verdict.Contains("differs", StringComparison.Ordinal));
    }

    // A case in a form that nobody has seen is one that differs, with the reason.
    private static async Task<List<string>> JudgeOrSayAsync(RoutingVector vector)
    {
        try
        {
            return await JudgeAsync(vector);
        }
        catch (Exception e)
        {
            return [$"{vector.Id} differs: it is not understood. {e.Message}"];
        }
    }

    private static async Task<List<string>> JudgeAsync(RoutingVector vector)
    {
        await using var gateway = await TestGateway.StartAsync();
        var sent = await SendAsync(gateway, vector.Json["config"]!.AsObject());
        var (verdicts, before) = (new List<string>(), new List<IncomingMail>());
        for (var index = 0; index < vector.Mails; index++)
        {
            var eml = sent.Aggregate(
                vector.Eml(index),
                (text, message) => text.Replace(message.Given, message.Id, StringComparison.Ordinal)
            );
            var mail = MailParser.Parse(Encoding.UTF8.GetBytes(eml));
            var postern = await EffectAsync(gateway, sent, eml);
            var odoo = Expected(vector, index);
            var (rules, instead) = BounceDeviations.For(
                new ReportedMail(
                    mail,
                    before,
                    id => sent.FirstOrDefault(message => message.Id == id)?.Key,
                    (key, address) => sent.First(message => message.Key == key).Notified.Contains(address)
                ),
                odoo
            );
            verdicts.Add($"{vector.Id} {index} {Verdict(odoo, postern, rules, instead)}");
            before.Add(mail);
        }
        return verdicts;
    }

    private static string Verdict(
        BounceEffect odoo,
        BounceEffect postern,
        IReadOnlyList<BounceRule> rules,
        BounceEffect instead
    )
    {
        if (postern != instead)
            return $"differs: the rules ({string.Join(", ", rules.Select(rule => rule.Name))}) say {instead}, Postern {postern}";
        return rules.Count == 0
            ? $"agrees: {odoo}"
            : $"deviates, {string.Join(" and ", rules.Select(rule => rule.Name))}: Odoo {odoo}, Postern {postern}";
    }

    /// <summary>The messages of a case, sent to those who were notified of them.</summary>
    private static async Task<List<SentMessage>> SendAsync(TestGateway gateway, JsonObject config)
    {
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.bounce.trust", "message-id");
        foreach (var (domain, index) in config["alias_domains"]!.AsArray().Select((domain, index) => (domain!, index)))
        {
            var made = new AliasDomain
            {
                Name = Text(domain["name"])!,
                Catchall = Text(domain["catchall_alias"])!,
                Bounce = Text(domain["bounce_alias"])!,
                DefaultFrom = Text(domain["default_from"])!,
                IsDefault = index == 0,
            };
            await gateway.PutAsync(ConfigurationKinds.AliasDomain, $"domain-{index}", made);
        }
        var sent = new List<SentMessage>();
        foreach (
            var message in config["messages"]!
                .AsArray()
                .OfType<JsonObject>()
                .Where(message => message["notified"] is not null)
        )
            sent.Add(await SendAsync(gateway, config, message));
        return sent;
    }

    private static async Task<SentMessage> SendAsync(TestGateway gateway, JsonObject config, JsonObject message)
    {
        var thread = new ThreadKey("record", Text(message["record"]) ?? Text(message["key"])!);
        List<string> notified =
        [
            .. message["notified"]!
                .AsArray()
                .Select(key => RoutingVectorWorld.AddressOf(config, Text(key)!))
                .OfType<string>()
                .Distinct(),
        ];
        // Nobody is notified of what they wrote; whom a report is about does not depend on the author.
        var author = RoutingVectorWorld.AddressOf(config, Text(message["author"]) ?? "");
        var post = new ThreadPost
        {
            Id = Text(message["key"])!,
            Thread = new ThreadItem
            {
                Model = thread.Model,
                Id = thread.Id,
                Create = true,
            },
            Author = author is not null && !notified.Contains(author) ? author : "robot@postern.example",
            Text = "old body",
            Followers = notified,
        };
        await gateway.Get<MailQueues>().PutAsync(QueueNames.ThreadPosts, post, default);
        await gateway.DrainAsync();
        var posted = (await gateway.MessagesAsync(thread))[^1];
        return new SentMessage(
            post.Id,
            Text(message["message_id"])!.Trim('<', '>'),
            posted.MessageId,
            thread,
            new MessageKey(posted.Key).Id,
            notified
        );
    }

    private static BounceEffect Expected(RoutingVector vector, int index)
    {
        var (config, effects) = (vector.Json["config"]!.AsObject(), vector.Json["outcomes"]![index]!["side_effects"]!);
        // A record with an address of its own counts too, beside its contact.
        var counted = (effects["message_bounce"]?.AsObject() ?? [])
            .Where(counter => counter.Value![1]!.GetValue<int>() > counter.Value[0]!.GetValue<int>())
            .Select(counter => RoutingVectorWorld.AddressOf(config, counter.Key))
            .OfType<string>();
        var bounced = (effects["notifications_changed"]?.AsArray() ?? [])
            .Where(change => Text(change!["status"]) == "bounce")
            .Select(change =>
                $"{Text(change!["message"])}:{RoutingVectorWorld.AddressOf(config, Text(change["partner"])!)}"
            );
        return BounceEffect.Of(bounced, counted);
    }

    private static async Task<BounceEffect> EffectAsync(
        TestGateway gateway,
        IReadOnlyList<SentMessage> sent,
        string eml
    )
    {
        var before = await StateAsync(gateway, sent);
        await gateway.PushAsync(BinaryData.FromString(eml));
        await gateway.DrainAsync();
        var after = await StateAsync(gateway, sent);
        return BounceEffect.Of(
            after.Bounced.Except(before.Bounced),
            after.Counted.Except(before.Counted).Select(counted => counted.Split(' ')[0])
        );
    }

    private static async Task<(List<string> Bounced, List<string> Counted)> StateAsync(
        TestGateway gateway,
        IReadOnlyList<SentMessage> sent
    )
    {
        var (bounced, counted) = (new List<string>(), new List<string>());
        foreach (var message in sent)
        {
            var deliveries = await gateway.Threads.ListDeliveriesAsync(
                message.Thread,
                message.MessageKey,
                null,
                default
            );
            if (!message.Notified.ToHashSet().SetEquals(deliveries.Select(delivery => delivery.Recipient)))
                throw new InvalidDataException($"Message '{message.Key}' was not sent to all of its recipients.");
            bounced.AddRange(
                deliveries
                    .Where(delivery => delivery.State == DeliveryState.Bounced)
                    .Select(delivery => $"{message.Key}:{delivery.Recipient}")
            );
        }
        foreach (var address in sent.SelectMany(message => message.Notified).Distinct())
        {
            counted.Add(
                $"{address} {(await gateway.Get<BounceHistory>().FindAsync(address, default)).History.Count(report => report.Counts)}"
            );
        }
        return (bounced, counted);
    }

    /// <summary>A message of a case: its key there, its Message-Id there and here.</summary>
    private sealed record SentMessage(
        string Key,
        string Given,
        string Id,
        ThreadKey Thread,
        string MessageKey,
        IReadOnlyList<string> Notified
    );
}
