using Postern.Contracts;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Finds what names a thread in a mail: the last known id of References, In-Reply-To, the tag in an address, the
/// marker in the body. Ids and tags that the gateway signed need no look-up.
/// </summary>
public sealed class ClueFinder(ClaimStore claims, ThreadStore threads)
{
    // Among the latest messages are notes, which outsiders did not get, and the sender's own.
    internal const int QuotableLimit = 12;

    // Odoo looks at as many; a longer References field is broken.
    private const int IdLimit = 32;

    /// <summary>The clues in the order of their weight, and the threads of those that can matter.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="keys">Read what the gateway signed.</param>
    /// <param name="isForged">Whether the sender is forged, and decides nothing by whom they name.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async Task<FoundClues> FindAsync(
        IncomingMail mail,
        TagKeyRing keys,
        bool isForged,
        CancellationToken cancellationToken
    )
    {
        var found = new FoundClues([], []);
        await AddIdAsync(found, ClueKind.References, mail.References.Reverse(), keys, cancellationToken);
        // When no reference is known, the ids that both fields have were looked up already.
        var answered = found.Clues.Count == 0 ? mail.InReplyTo.Except(mail.References) : mail.InReplyTo;
        await AddIdAsync(found, ClueKind.InReplyTo, answered, keys, cancellationToken);
        await LoadAsync(found, cancellationToken);
        await AddTagAsync(found, ClueKind.Tag, TagsOf(mail), keys, cancellationToken);
        if (found.Clues.TrueForAll(clue => clue.Candidates.Count > 0))
            await AddTagAsync(found, ClueKind.Marker, BodyMarker.Find(mail), keys, cancellationToken);
        await LoadAsync(found, cancellationToken);
        if (!isForged)
            found.DecideReused(mail);
        AddNote(found, mail, keys);
        return found;
    }

    /// <summary>
    /// The threads that a mail most likely names, where that is seen without a look-up; null where it takes one.
    /// </summary>
    public static IReadOnlyList<ThreadKey>? Foresee(IncomingMail mail, TagKeyRing keys)
    {
        if (mail.References.Count + mail.InReplyTo.Count == 0)
            return TagsOf(mail).Concat(BodyMarker.Find(mail)).Any() ? null : [];
        var last = mail.References.Count > 0 ? mail.References[^1] : mail.InReplyTo[0];
        return OwnMessageId.Read(keys, last) is { } own ? [own.Thread] : null;
    }

    // A shortened References field may name only messages before the answered note; the marker in the body names it.
    private static void AddNote(FoundClues found, IncomingMail mail, TagKeyRing keys)
    {
        if (found.Clues.Count == 0 || found.Clues.Exists(clue => clue.Kind is ClueKind.Tag or ClueKind.Marker))
            return;
        foreach (var text in BodyMarker.Find(mail))
        {
            if (ReplyTag.Read(keys, text) is not { } tag)
                continue;
            if (tag.Note && found.ThreadOf(tag) is { } thread)
                found.Clues.Add(new Clue(ClueKind.Marker, text, thread, Note: true, Authentic: true));
            return;
        }
    }

    private Task AddIdAsync(
        FoundClues found,
        ClueKind kind,
        IEnumerable<string> ids,
        TagKeyRing keys,
        CancellationToken cancellationToken
    ) => AddFirstAsync(found, kind, ids.Take(IdLimit), id => ReadIdAsync(kind, id, keys, cancellationToken));

    private Task AddTagAsync(
        FoundClues found,
        ClueKind kind,
        IEnumerable<string> tags,
        TagKeyRing keys,
        CancellationToken cancellationToken
    ) => AddFirstAsync(found, kind, tags, tag => ReadTagAsync(found, kind, tag, keys, cancellationToken));

    private static async Task AddFirstAsync(
        FoundClues found,
        ClueKind kind,
        IEnumerable<string> texts,
        Func<string, Task<Clue?>> read
    )
    {
        foreach (var text in texts)
        {
            var known = found.Clues.Find(clue => clue.Text == text);
            var clue = known is null ? await read(text) : known with { Kind = kind };
            if (clue is null)
                continue;
            found.Clues.Add(clue);
            return;
        }
    }

    private async Task<Clue?> ReadIdAsync(
        ClueKind kind,
        string id,
        TagKeyRing keys,
        CancellationToken cancellationToken
    )
    {
        if (OwnMessageId.Read(keys, id) is { } own)
            return new Clue(kind, id, own.Thread, own.Message.Value, Authentic: true);
        return await claims.FindAsync(ClaimKey.OfMessageId(id), cancellationToken) is { } claim
            ? ReusedIds.ClueOf(kind, id, claim)
            : null;
    }

    private async Task<Clue?> ReadTagAsync(
        FoundClues found,
        ClueKind kind,
        string text,
        TagKeyRing keys,
        CancellationToken cancellationToken
    )
    {
        if (ReplyTag.Read(keys, text) is not { } tag)
            return null;
        var thread = found.ThreadOf(tag) ?? await claims.FindThreadAsync(tag.Token, cancellationToken);
        return thread is null ? null : new Clue(kind, text, thread, Note: tag.Note, Authentic: true);
    }

    // A clue that names one thread is read with what the mail may quote; of many candidates at most one is answered.
    private async Task LoadAsync(FoundClues found, CancellationToken cancellationToken)
    {
        var named = found.Clues.Where(clue => clue.Candidates.Count == 0).Select(clue => clue.Thread);
        foreach (
            var read in await ReadAsync(
                named,
                key => threads.FindWithLatestAsync(key, QuotableLimit, cancellationToken)
            )
        )
        {
            found.Threads[read.Thread.Head.Key.Partition] = read.Thread;
            found.Latest[read.Thread.Head.Key.Partition] = read.Latest;
        }
        var candidates = found.Clues.SelectMany(clue => clue.Candidates).Select(one => one.Thread).OfType<ThreadKey>();
        foreach (var thread in await ReadAsync(candidates, key => threads.FindAsync(key, cancellationToken)))
            found.Threads[thread.Head.Key.Partition] = thread;

        async Task<IEnumerable<T>> ReadAsync<T>(IEnumerable<ThreadKey> keys, Func<ThreadKey, Task<T?>> read)
            where T : class
        {
            var missing = keys.Distinct().Where(key => !found.Threads.ContainsKey(key.Partition));
            return (await Task.WhenAll(missing.Select(read))).OfType<T>();
        }
    }

    private static IEnumerable<string> TagsOf(IncomingMail mail) =>
        mail.Named.Select(address => OwnAddresses.Tag(address, ReplyTag.Length)).OfType<string>();
}
