using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Signing;

namespace Postern.Core.Routing;

/// <summary>
/// Recognises mail that a person wrote and that nobody would read, whatever rule ended it, and says what to do about
/// it. A copy of a mail that arrived is none, neither is what was read in its mailbox before the gateway came, nor what
/// a trusted server marks as spam.
/// </summary>
internal static class UnreadMail
{
    private const string Attach = "put it on a thread (POST /api/mails/{id}/attach)";

    public static bool Is(IncomingMail mail, Claim claim, RoutingFacts facts) =>
        claim.State is JournalState.Ignored or JournalState.Refused or JournalState.Bounce
        && facts is { Origin.Silent: false, Content.Spam: null }
        && PersonalMail.Is(mail)
        && !IsOwnCopy(mail, facts);

    /// <summary>What a person can do about a mail that a rule ended.</summary>
    public static string Advice(Claim claim) =>
        InboundJournal.Decisive(claim)?.Rule switch
        {
            nameof(LoopGuard.Loop) or nameof(CatchallRules.RepeatedToCatchall) =>
                "Replay it: no guard that counts mails stops a replay. PUT /api/allowed-senders/{address} exempts the "
                    + "sender from now on.",
            nameof(AliasRules.Alias) or nameof(ReplyRules.Reply) =>
                $"Make its sender a contact or a follower, or change the alias, and replay it; or {Attach}.",
            nameof(FallbackRules.Unroutable) or nameof(FallbackRules.Fallback) =>
                $"Make an alias of the address and replay it, or {Attach}.",
            _ => $"Answer its sender and discard the item, or {Attach}.",
        };

    // A mail of another writer with the Reply-To of ours is no copy; ours has its marker, if a provider replaced its id.
    private static bool IsOwnCopy(IncomingMail mail, RoutingFacts facts) =>
        facts.HasOwnId || (facts.IsOwnMail && BodyMarker.Find(mail).Any());
}
