using Postern.Core.Claims;
using Postern.Core.Mail;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Facts;

/// <summary>
/// Tells which of several mails with one Message-Id an answer is to. Devices use one id for all, each customer's the
/// same: such an id alone puts no mail on anybody's record.
/// </summary>
public static class ReusedIds
{
    // Of those whom a mail names; a person's answer names a handful.
    private const int MostPeople = 100;

    /// <summary>The clue that a known Message-Id is; null where its mails are on no thread.</summary>
    /// <param name="kind">Where it stands in the mail.</param>
    /// <param name="id">The Message-Id.</param>
    /// <param name="first">The claim of the first mail with it.</param>
    public static Clue? ClueOf(ClueKind kind, string id, Claim first)
    {
        if (first.Further.Count == 0)
            return first.Postings is [var only, ..] ? new Clue(kind, id, only.Thread.Key, only.Message) : null;
        var candidates = CandidatesOf(first);
        return candidates.FirstOrDefault(candidate => candidate.Thread is not null) is { Thread: { } thread }
            ? new Clue(kind, id, thread) { Candidates = candidates }
            : null;
    }

    private static List<ClueCandidate> CandidatesOf(Claim first)
    {
        var posting = first.Postings is [var made, ..] ? made : null;
        var oldest = new ClueCandidate(posting?.Thread.Key, posting?.Message, posting?.Author.Address ?? "");
        var further = first.Further.Select(mail => new ClueCandidate(mail.Thread, mail.Message, mail.Author));
        return [.. further.Prepend(oldest).Distinct()];
    }

    /// <summary>
    /// The clue with the thread that the people decide on: those who wrote the mail or get it, and who take part in some
    /// of the candidates and not in others. All of them must agree, and a colleague who is merely told decides nothing.
    /// A clue that stays open is returned as it is.
    /// </summary>
    /// <param name="clue">The clue with its candidates.</param>
    /// <param name="mail">The answer.</param>
    /// <param name="threads">The threads of the candidates, as far as they exist, by partition.</param>
    public static Clue Decide(Clue clue, IncomingMail mail, IReadOnlyDictionary<string, ThreadSnapshot> threads)
    {
        var all = clue.Candidates.GroupBy(KeyOf).ToList();
        var left = all;
        foreach (var (address, isAuthor) in People(mail).Take(MostPeople))
        {
            var taking = all.Where(group => group.Any(one => TakesPart(address, isAuthor, one, threads)))
                .Select(group => group.Key)
                .ToHashSet();
            if (taking.Count > 0 && taking.Count < all.Count)
                left = [.. left.Where(group => taking.Contains(group.Key))];
        }
        return left is [var only] && only.Last() is { Thread: { } thread } chosen
            ? clue with
            {
                Thread = thread,
                Message = only.Count() == 1 ? chosen.Message : null,
                Candidates = [],
            }
            : clue;
    }

    // Those that are on no thread are told apart by their authors.
    private static string KeyOf(ClueCandidate candidate) => candidate.Thread?.Partition ?? $" {candidate.Author}";

    private static IEnumerable<(string Address, bool IsAuthor)> People(IncomingMail mail)
    {
        var told = mail.HeaderTo.Concat(mail.HeaderCc).Select(address => (address.Address, false));
        return mail.From is { } from ? told.Prepend((from.Address, true)) : told;
    }

    private static bool TakesPart(
        string address,
        bool isAuthor,
        ClueCandidate candidate,
        IReadOnlyDictionary<string, ThreadSnapshot> threads
    )
    {
        if (candidate.Author == address)
            return true;
        var followers = candidate.Thread is { } key ? threads.GetValueOrDefault(key.Partition)?.Followers : null;
        return followers?.Any(one => one.Address == address && (isAuthor || !one.Internal)) ?? false;
    }
}
