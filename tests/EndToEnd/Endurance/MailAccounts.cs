using Postern.Core.Attention;
using Postern.Core.Journal;

namespace Postern.Tests.Endurance;

/// <summary>
/// Accounts for every mail that was handed in: it is in the journal, as often as it was handed in, with the state and
/// on the thread of its case, as one message there.
/// </summary>
internal sealed class MailAccounts
{
    private readonly Ledger _ledger;
    private readonly Stored _stored;
    private readonly ILookup<string, JournalEntry> _journal;

    public MailAccounts(Ledger ledger, Stored stored)
    {
        (_ledger, _stored) = (ledger, stored);
        _journal = stored.Journal.ToLookup(entry => entry.MessageId ?? "");
    }

    /// <summary>What is wrong, one line each; none when all is well.</summary>
    public IEnumerable<string> Problems() =>
        _ledger
            .Mails.GroupBy(mail => mail.MessageId)
            .SelectMany(Problems)
            .Concat(Misplaced())
            .Concat(Messages())
            .Concat(GivenUp());

    // A delivery whose thread is gone cannot be sent, and that is said. A run that has failed too often is said as well,
    // but its mail is accounted for: housekeeping starts it again.
    private IEnumerable<string> GivenUp() =>
        _stored
            .Attention.Where(item => item.Kind == AttentionKind.Rejected)
            .Where(item => !_ledger.DeletedThreads.Any(thread => IsAbout(item, thread)))
            .Select(item => $"given up: {item}");

    private static bool IsAbout(AttentionItem item, string thread) =>
        item.Reason?.Contains(thread, StringComparison.Ordinal) == true;

    private IEnumerable<string> Problems(IGrouping<string, Entrusted> mails)
    {
        var entries = _journal[mails.Key].ToList();
        if (entries.Count < mails.Count())
            yield return $"lost: {string.Join(", ", mails)}. Journal: {Trace(entries)}";
        else if (entries.Count > mails.Count())
            yield return $"taken in too often: {string.Join(", ", mails)}. Journal: {Trace(entries)}";
        else if (!IsExpected(mails.First(), [.. entries.Select(entry => entry.State).Order()]))
            yield return $"wrong state: {string.Join(", ", mails)}. Journal: {Trace(entries)}";
    }

    private static bool IsExpected(Entrusted mail, JournalState[] states) =>
        mail.Part switch
        {
            Part.Bounce => states is [JournalState.Bounce],
            _ when !Trial.IsForeseen(mail.Case) => !states.Contains(JournalState.Pending),
            Part.Answer => states is [JournalState.Routed],
            _ => Trial.KindOf(mail.Case) switch
            {
                CaseKind.Copied => states is [JournalState.Routed, JournalState.Duplicate],
                _ => states is [JournalState.Routed],
            },
        };

    // Every mail of a case is on one thread, and that is no other case's.
    private IEnumerable<string> Misplaced()
    {
        var owners = new Dictionary<string, int>();
        var mails = _ledger.Mails.Where(mail => mail.Part != Part.Bounce && Trial.IsForeseen(mail.Case));
        foreach (var group in mails.GroupBy(mail => mail.Case))
        {
            var entries = group.SelectMany(mail => _journal[mail.MessageId]).Distinct().ToList();
            var threads = entries.Where(IsRouted).SelectMany(entry => entry.Threads).Distinct().ToList();
            if (threads.Count != 1)
                yield return $"case {group.Key} is on {threads.Count} threads. Journal: {Trace(entries)}";
            foreach (var thread in threads.Where(thread => !owners.TryAdd(thread.Partition, group.Key)))
                yield return $"cases {group.Key} and {owners[thread.Partition]} share the thread {thread}";
        }
    }

    private IEnumerable<string> Messages()
    {
        var found = _stored
            .Messages.Where(message => message.Value.Mail is not null && !IsDeleted(message.Thread))
            .CountBy(message => (message.Thread, Mail: message.Value.Mail!))
            .ToDictionary();
        foreach (var entry in _stored.Journal.Where(IsRouted))
        {
            foreach (var thread in entry.Threads.Where(thread => !IsDeleted(thread.Partition)))
            {
                found.Remove((thread.Partition, entry.Id), out var count);
                if (count != 1)
                    yield return $"{count} messages instead of one. Journal: {Trace([entry])}";
            }
        }
        foreach (var ((thread, mail), count) in found)
            yield return $"{count} messages on {thread} of mail {mail}, which the journal does not route there";
    }

    private bool IsDeleted(string thread) => _ledger.DeletedThreads.Contains(thread);

    private static bool IsRouted(JournalEntry entry) => entry.State == JournalState.Routed;

    private static string Trace(IEnumerable<JournalEntry> entries)
    {
        var lines = entries.Select(entry =>
            $"{entry.Id} {entry.State} on [{string.Join(", ", entry.Threads)}] from {entry.Source}, "
            + string.Join("; ", entry.Reasons.Select(reason => $"{reason.Rule} {reason.Hit}: {reason.Text}"))
        );
        return string.Join(" | ", lines) is { Length: > 0 } trace ? trace : "no entry";
    }
}
