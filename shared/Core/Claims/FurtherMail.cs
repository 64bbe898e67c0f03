using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Mail;

namespace Postern.Core.Claims;

/// <summary>
/// Another mail with the Message-Id of a claim, as devices send that use one id for all. It stands on the claim of the
/// first mail with that id, where answers look the id up.
/// </summary>
public sealed record FurtherMail
{
    private const int Most = 20;

    /// <summary>The mail's journal id.</summary>
    public required string Mail { get; init; }

    /// <summary>The key of its own claim; null for one that a person has put on a thread.</summary>
    public string? Claim { get; init; }

    /// <summary>What its sender wrote.</summary>
    public required WrittenContent Written { get; init; }

    /// <summary>Addresses of the aliases that it named.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Address of its author; "" without one.</summary>
    public string Author { get; init; } = "";

    /// <summary>The thread that it is on; null while it is on none.</summary>
    public ThreadKey? Thread { get; init; }

    /// <summary>Its message there.</summary>
    public string? Message { get; init; }

    /// <summary>The entry of a mail on the claim of the first.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="claim">Its own claim.</param>
    /// <param name="key">The key of that; null for a replay's, which no copy of the mail meets.</param>
    public static FurtherMail Of(IncomingMail mail, Claim claim, ClaimKey? key) =>
        new()
        {
            Mail = claim.Owner,
            Claim = key?.Text,
            Written = mail.Written,
            Aliases = claim.Aliases,
            Author = mail.From?.Address ?? "",
            Thread = claim.Postings is [var first, ..] ? first.Thread.Key : null,
            Message = claim.Postings is [var posting, ..] ? posting.Message : null,
        };

    /// <summary>A claim that says no more than this entry.</summary>
    public Claim ToClaim() =>
        new()
        {
            Owner = Mail,
            Fingerprint = "",
            Written = Written,
            State = JournalState.Routed,
            Aliases = Aliases,
        };

    /// <summary>
    /// The claim of the first mail with this one on it, in the place that it has there or as the latest. The oldest are
    /// left out: a device may use its id for ever.
    /// </summary>
    public Claim AddTo(Claim first)
    {
        var known = first.Further.FirstOrDefault(other => other.Mail == Mail);
        if (known is null)
            return first with { Further = [.. first.Further.TakeLast(Most - 1), this] };
        var changed = this with { Claim = Claim ?? known.Claim };
        return first with { Further = [.. first.Further.Select(other => other == known ? changed : other)] };
    }

    /// <summary>Another mail of those on a claim that has the same content; null when there is none.</summary>
    public static FurtherMail? TwinOf(IncomingMail mail, string id, Claim first) =>
        first.Further.FirstOrDefault(other => other.Mail != id && other.Written.IsSame(mail.Written));
}
