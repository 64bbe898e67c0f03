using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Finds what names a thread in a mail: the last known id of References, In-Reply-To, the tag in an address, the marker in
/// the body. Ids and tags of our own are read without a look-up.
/// </summary>
public sealed class ClueFinder(ClaimStore claims, ThreadStore threads)
{
    // Odoo looks at as many; beyond them a References field is damage.
    private const int IdLimit = 32;

    /// <summary>The clues in the order in which they are believed, and the threads of those that can matter.</summary>
    public async Task<FoundClues> FindAsync(IncomingMail mail, TagKeyRing keys, CancellationToken cancellationToken)
    {
        var found = new FoundClues([], []);
        await AddFirstAsync(
            found,
            ClueKind.References,
            mail.References.Reverse().Take(IdLimit),
            id => ReadIdAsync(ClueKind.References, id, keys, cancellationToken)
        );
        // Without a known reference, what stands in both fields was looked up already.
        var answered = found.Clues.Count == 0 ? mail.InReplyTo.Except(mail.References) : mail.InReplyTo;
        await AddFirstAsync(
            found,
            ClueKind.InReplyTo,
            answered.Take(IdLimit),
            id => ReadIdAsync(ClueKind.InReplyTo, id, keys, cancellationToken)
        );
        await LoadAsync(found, cancellationToken);
        await AddFirstAsync(
            found,
            ClueKind.Tag,
            TagsOf(mail),
            tag => ReadTagAsync(ClueKind.Tag, tag, found, keys, cancellationToken)
        );
        if (found.Clues.Count == 0)
            await AddFirstAsync(
                found,
                ClueKind.Marker,
                BodyMarker.Find(mail),
                tag => ReadTagAsync(ClueKind.Marker, tag, found, keys, cancellationToken)
            );
        await LoadAsync(found, cancellationToken);
        AddNote(found, mail, keys);
        return found;
    }

    // Ids that are left of a shortened References name what came before the note that is answered; its marker still says that it is one.
    private static void AddNote(FoundClues found, IncomingMail mail, TagKeyRing keys)
    {
        if (found.Clues.Count == 0 || found.Clues.Exists(clue => clue.Kind is ClueKind.Tag or ClueKind.Marker))
            return;
        var (text, tag) = BodyMarker
            .Find(mail)
            .Select(text => (text, tag: ReplyTag.Read(keys, text)))
            .FirstOrDefault(marker => marker.tag is not null);
        if (
            tag is { Note: true }
            && found.Threads.Values.FirstOrDefault(thread => thread.Head.Token == tag.Token) is { } thread
        )
            found.Clues.Add(new Clue(ClueKind.Marker, text, thread.Head.Key, Note: true));
    }

    private static async Task AddFirstAsync(
        FoundClues found,
        ClueKind kind,
        IEnumerable<string> texts,
        Func<string, Task<Clue?>> read
    )
    {
        foreach (var text in texts)
        {
            // What another clue says already needs no look-up.
            var clue = found.Clues.Find(clue => clue.Text == text) is { } known
                ? known with
                {
                    Kind = kind,
                }
                : await read(text);
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
            return new Clue(kind, id, own.Thread, own.Message.Value);
        return await claims.FindAsync(ClaimKey.OfMessageId(id), cancellationToken) is { Postings: [var first, ..] }
            ? new Clue(kind, id, first.Thread.Key, first.Message)
            : null;
    }

    private async Task<Clue?> ReadTagAsync(
        ClueKind kind,
        string text,
        FoundClues found,
        TagKeyRing keys,
        CancellationToken cancellationToken
    )
    {
        if (ReplyTag.Read(keys, text) is not { } tag)
            return null;
        if (found.Threads.Values.FirstOrDefault(thread => thread.Head.Token == tag.Token) is { } thread)
            return new Clue(kind, text, thread.Head.Key, Note: tag.Note);
        return await claims.FindThreadAsync(tag.Token, cancellationToken) is { } key
            ? new Clue(kind, text, key, Note: tag.Note)
            : null;
    }

    private async Task LoadAsync(FoundClues found, CancellationToken cancellationToken)
    {
        foreach (
            var key in found
                .Clues.Select(clue => clue.Thread)
                .Distinct()
                .Where(key => !found.Threads.ContainsKey(key.Partition))
                .ToList()
        )
        {
            if (await threads.FindAsync(key, cancellationToken) is { } thread)
                found.Threads[key.Partition] = thread;
        }
    }

    private static IEnumerable<string> TagsOf(IncomingMail mail) =>
        mail.Recipients.Select(address => OwnAddresses.Tag(address, ReplyTag.Length)).OfType<string>();
}

/// <summary>Clues with the threads that they name, by partition.</summary>
public sealed record FoundClues(List<Clue> Clues, Dictionary<string, ThreadSnapshot> Threads);
