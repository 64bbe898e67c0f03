using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Tests.Flows;

namespace Postern.Tests.Endurance;

/// <summary>
/// Accounts for every mail that had to leave: each message has the recipients of its case, each delivery its outcome,
/// and each mail arrived, again only as often as its delivery says that it may have.
/// </summary>
internal sealed class DeliveryAccounts(Ledger ledger, Stored stored, UnreliableServer server)
{
    /// <summary>What is wrong, one line each; none when all is well.</summary>
    public IEnumerable<string> Problems() => Recipients().Concat(Programs()).Concat(Outcomes()).Concat(Unexplained());

    /// <summary>How often deliveries were sent again since they might have arrived.</summary>
    public int PossibleDoubles => stored.Deliveries.Sum(delivery => delivery.Value.PossibleDoubles);

    private IEnumerable<string> Recipients()
    {
        var parts = ledger.Mails.ToLookup(mail => mail.MessageId);
        var mails = stored.Journal.ToDictionary(
            entry => entry.Id,
            entry => parts[entry.MessageId ?? ""].FirstOrDefault()
        );
        var deliveries = DeliveriesByMessage();
        foreach (var (thread, message) in stored.Messages.Where(one => one.Value.Mail is not null))
        {
            if (mails.GetValueOrDefault(message.Mail!) is not { } mail || !Trial.IsForeseen(mail.Case))
                continue;
            var expected = mail.Part == Part.Answer ? Letters.Customer(mail.Case) : Deployment.Agent;
            var found = deliveries[(thread, message.Key)].Select(one => one.Recipient).ToList();
            if (!found.SequenceEqual([expected]))
                yield return $"{mail} is for {expected}, and went to [{string.Join(", ", found)}]";
        }
    }

    private IEnumerable<string> Programs()
    {
        var (messages, deliveries) = (stored.Messages.ToLookup(one => one.Value.Subject), DeliveriesByMessage());
        foreach (var number in Enumerable.Range(0, ledger.Begun))
        {
            if (Trial.KindOf(number) is not (CaseKind.Post or CaseKind.Mailing))
                continue;
            var found = messages[Letters.SubjectOf(number)].ToList();
            var recipients = found
                .SelectMany(one => deliveries[(one.Thread, one.Value.Key)])
                .Select(one => one.Recipient);
            if (found.Count != 1 || !recipients.Order().SequenceEqual(Letters.Readers(number).Order()))
                yield return $"case {number} is {found.Count} messages, for [{string.Join(", ", recipients)}]";
        }
    }

    private IEnumerable<string> Outcomes()
    {
        var bounced = ledger.Mails.Where(mail => mail.Part == Part.Bounce).Select(mail => Letters.Customer(mail.Case));
        var failing = bounced.ToHashSet();
        foreach (var (mail, delivery) in Arriving())
        {
            var expected = failing.Contains(delivery.Recipient) ? DeliveryState.Bounced : DeliveryState.Sent;
            var count = server.Arrivals.GetValueOrDefault(mail);
            // A run that is repeated makes a deleted thread again, and sends its mail again.
            if (ledger.Deleted.Contains(mail.MessageId))
                continue;
            if (delivery.State != expected)
                yield return $"{mail} is {delivery.State}, not {expected}, and arrived {count} times: {delivery}";
            if (count < 1 || count > 1 + delivery.PossibleDoubles)
                yield return $"{mail} arrived {count} times: {delivery}";
        }
    }

    private IEnumerable<string> Unexplained() =>
        server
            .Arrivals.Keys.Except(Arriving().Select(one => one.Mail))
            .Where(mail => !ledger.Deleted.Contains(mail.MessageId))
            .Select(mail => $"{mail} arrived, and there is no delivery of it");

    private IEnumerable<((string MessageId, string Recipient) Mail, MessageDelivery Delivery)> Arriving()
    {
        var ids = stored.Messages.ToDictionary(one => (one.Thread, one.Value.Key), one => one.Value.MessageId);
        return stored.Deliveries.Select(one =>
            ((ids[(one.Thread, one.Value.Message)], one.Value.Recipient), one.Value)
        );
    }

    private ILookup<(string Thread, string Message), MessageDelivery> DeliveriesByMessage() =>
        stored.Deliveries.ToLookup(one => (one.Thread, one.Value.Message), one => one.Value);
}
