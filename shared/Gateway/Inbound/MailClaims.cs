using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>The claims of mails: the first with a Message-Id has the claim of that id, and names the others.</summary>
public sealed class MailClaims(ClaimStore store)
{
    /// <summary>The key of the claim that a mail would have if no other mail had its Message-Id.</summary>
    public static ClaimKey FirstKey(IncomingMail mail, StoredMail raw)
    {
        // A replay has a claim of its own beside the one that stands.
        var key = KeyOf(mail);
        return raw.Replay is { } replay ? ClaimKey.OfCopy(key, $"{raw.Id} replay {replay.Number}") : key;
    }

    public Task<Claim?> FindAsync(ClaimKey key, CancellationToken cancellationToken) =>
        store.FindAsync(key, cancellationToken);

    /// <summary>
    /// Takes the claim of a mail. Returns the claim that is valid: the one given, or one that was there before; null
    /// when a token is taken and another must be drawn. A mail with the Message-Id of another one is first entered on
    /// the claim of that: answers look the id up there, and of two copies at the same moment only one is entered.
    /// </summary>
    /// <param name="first">The claim of the first mail with this id.</param>
    /// <param name="key">The claim to be taken.</param>
    /// <param name="decided">The mail.</param>
    /// <param name="plan">What the claim says.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<Claim?> TakeAsync(
        ClaimKey first,
        ClaimKey key,
        DecidedMail decided,
        Claim plan,
        CancellationToken cancellationToken
    )
    {
        if (!InboundClaimKey.IsReused(decided))
            return await store.TakeAsync(key, plan, cancellationToken);
        if (await store.FindAsync(key, cancellationToken) is { } there)
            return there;
        FurtherMail? twin = null;
        var further = FurtherMail.Of(decided.Mail, plan, key);
        await store.ChangeAsync(
            first,
            claim => (twin = FurtherMail.TwinOf(decided.Mail, plan.Owner, claim)) is null ? further.AddTo(claim) : null,
            cancellationToken
        );
        return twin is null
            ? await store.TakeAsync(key, plan, cancellationToken)
            : await FindAsync(twin, cancellationToken);
    }

    /// <summary>
    /// Adds the claim of an earlier mail with the same Message-Id to the facts, and that of the mail's copy among the
    /// others with this id.
    /// </summary>
    public async Task<RoutingFacts> WithEarlierAsync(
        RoutingFacts facts,
        Claim claim,
        IncomingMail mail,
        StoredMail raw,
        CancellationToken cancellationToken
    )
    {
        var twin = claim.IsOfSame(mail) ? null : FurtherMail.TwinOf(mail, raw.Id.Value, claim);
        return twin is null
            ? facts with
            {
                Earlier = [.. facts.Earlier, claim],
            }
            : facts with
            {
                Earlier = [.. facts.Earlier, claim, await FindAsync(twin, cancellationToken)],
            };
    }

    /// <summary>
    /// Writes what a replay made to the claim of the first mail with its Message-Id: answers to the mail find its thread
    /// there, and later copies of it are recognised as duplicates.
    /// </summary>
    public async Task SettleAsync(ClaimedMail decided, CancellationToken cancellationToken)
    {
        var (mail, raw, claim, _) = decided;
        if (raw.Replay is null || claim.Postings.Count == 0)
            return;
        await store.ChangeAsync(KeyOf(mail), first => Settled(first, mail, claim), cancellationToken);
    }

    private static Claim? Settled(Claim first, IncomingMail mail, Claim claim)
    {
        // A copy is put on a thread beside the first, and means nothing for answers to that.
        if (first.Owner != claim.Owner)
            return first.IsOfSame(mail) ? null : FurtherMail.Of(mail, claim, key: null).AddTo(first);
        return first with
        {
            State = claim.State,
            Reasons = claim.Reasons,
            Postings = claim.Postings,
            Aliases = [.. first.Aliases.Union(claim.Aliases)],
        };
    }

    // Between the entry and the claim of a mail its copy finds none: it is a copy all the same.
    private async Task<Claim> FindAsync(FurtherMail twin, CancellationToken cancellationToken)
    {
        var found = twin.Claim is { } text ? await store.FindAsync(ClaimKey.OfText(text), cancellationToken) : null;
        return found ?? twin.ToClaim();
    }

    private static ClaimKey KeyOf(IncomingMail mail) =>
        mail.MessageId is { } id ? ClaimKey.OfMessageId(id) : ClaimKey.OfContent(mail.Fingerprint);
}
