using Postern.Claims;
using Postern.Configuration;
using Postern.Journal;
using Postern.Mail;
using Postern.People;
using Postern.Signing;
using Postern.Threads;

namespace Postern.Routing;

/// <summary>Loads what a routing decision needs, in as few storage calls as the mail allows: the sender, and the thread that it names.</summary>
public sealed class RoutingFactsLoader(GatewayConfigurationSource configuration, PeopleStore people, ThreadStore threads, ClaimStore claims)
{
    // Odoo looks at as many; beyond them a References field is damage.
    private const int IdLimit = 32;

    public async Task<RoutingFacts> LoadAsync(IncomingMail mail, StoredMail raw, TagKeyRing keys, CancellationToken cancellationToken)
    {
        var current = await configuration.GetAsync(cancellationToken);
        var since = raw.Received - current.Parameters.LoopWindow;
        var sender = mail.From is { } from ? await people.ReadSenderAsync(from.Address, since, cancellationToken) : new SenderFacts(null, []);
        var found = await FindThreadAsync(mail, keys, cancellationToken);
        return new RoutingFacts
        {
            Configuration = current,
            Origin = raw.Origin,
            Sender = sender,
            Clues = found is { } clue ? [clue.Clue] : [],
            Threads = found is { } named ? new Dictionary<string, ThreadSnapshot> { [named.Clue.Thread.Partition] = named.Thread } : [],
            ParentKind = found is { Clue.Message: { } message } reply ? (await threads.FindMessageAsync(reply.Clue.Thread, message, cancellationToken))?.Kind : null,
            IsOwnMail = mail.MessageId is { } id && OwnMessageId.Read(keys, id) is not null,
        };
    }

    // The last known id of References is believed first, then In-Reply-To, then the tag.
    private async Task<(Clue Clue, ThreadSnapshot Thread)?> FindThreadAsync(IncomingMail mail, TagKeyRing keys, CancellationToken cancellationToken)
    {
        await foreach (var clue in CluesAsync(mail, keys, cancellationToken))
        {
            if (await threads.FindAsync(clue.Thread, cancellationToken) is { } thread) return (clue, thread);
        }
        return null;
    }

    private async IAsyncEnumerable<Clue> CluesAsync(
        IncomingMail mail, TagKeyRing keys, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (kind, id) in IdsOf(mail))
        {
            if (OwnMessageId.Read(keys, id) is { } own) yield return new Clue(kind, id, own.Thread, own.Message.Value);
            else if (await FindForeignAsync(id, cancellationToken) is { } posting) yield return new Clue(kind, id, posting.Thread.Key, posting.Message);
        }
        foreach (var address in mail.Recipients)
        {
            if (OwnAddresses.Tag(address, ReplyTag.Length) is { } text && ReplyTag.Read(keys, text) is { } tag
                && await claims.FindThreadAsync(tag.Token, cancellationToken) is { } thread)
            {
                yield return new Clue(ClueKind.Tag, text, thread);
            }
        }
    }

    private static IEnumerable<(ClueKind Kind, string Id)> IdsOf(IncomingMail mail)
    {
        var references = mail.References.Reverse().Take(IdLimit).ToList();
        return references.Select(id => (ClueKind.References, id))
            .Concat(mail.InReplyTo.Except(references).Select(id => (ClueKind.InReplyTo, id)));
    }

    private async Task<PostingPlan?> FindForeignAsync(string id, CancellationToken cancellationToken) =>
        await claims.FindAsync(ClaimKey.OfMessageId(id), cancellationToken) is { Postings: [var first, ..] } ? first : null;
}
