using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Text;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Accepts a mail: stores the raw mail, inserts the journal row, puts the queue message, in this order. After a crash
/// in between, accepting the same mail again finds what is there and completes the rest.
/// </summary>
public sealed class MailIntake(RawMailStore rawMail, JournalStore journal, MailQueues queues, TagKeys tagKeys)
{
    private const int KeyLength = 32;

    /// <summary>Accepts a mail and queues it for routing.</summary>
    /// <param name="key">Identifies the mail: the same whenever the same mail is accepted again.</param>
    /// <param name="content">The raw mail (RFC 5322).</param>
    /// <param name="origin">Where it came from, and its envelope.</param>
    /// <param name="cancellationToken">Cancels the writes.</param>
    public async Task<MailId> TakeInAsync(
        string key,
        SpooledContent content,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        using var trace = MailTrace.TakeIn(NameOf(key));
        var (mail, isNew) = await AddAsync(key, content, origin, cancellationToken);
        // What was there before may have come another way: it is read as it was stored then.
        var keys = isNew ? await tagKeys.FindAsync(cancellationToken) : null;
        var message = keys is null
            ? MailQueues.Write(new InboundItem { Raw = mail.Name })
            : CarriedMail.Write(mail, keys);
        await queues.PutTextAsync(QueueNames.InboundMail, message, cancellationToken);
        return mail.Id;
    }

    /// <summary>Stores a mail and enters it in the journal, without queueing it.</summary>
    public async Task<(MailId Id, string Name)> StoreAsync(
        string key,
        SpooledContent content,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var (mail, _) = await AddAsync(key, content, origin, cancellationToken);
        return (mail.Id, mail.Name);
    }

    /// <summary>
    /// Stores a mail and enters it in the journal, without queueing it. Returns it, and whether it was not there before.
    /// </summary>
    public async Task<(StoredMail Mail, bool IsNew)> AddAsync(
        string key,
        SpooledContent content,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var name = NameOf(key);
        var (received, isSame, isNew) = await rawMail.AddAsync(name, content, origin, cancellationToken);
        if (!isSame)
        {
            // A mail server has reused the position for another mail, which is stored beside the first.
            name = NameOf(Hash.Of(KeyLength, key, content.Hash));
            (received, _, isNew) = await rawMail.AddAsync(name, content, origin, cancellationToken);
        }
        var mail = new StoredMail(name, content, received, origin);
        await EnterAsync(mail, cancellationToken);
        return (mail, isNew);
    }

    /// <summary>Enters a mail in the journal that a program stored itself.</summary>
    public Task EnterAsync(StoredMail mail, CancellationToken cancellationToken) =>
        EnterAsync(mail.Id, mail.Name, mail.Received, mail.Origin, cancellationToken);

    /// <summary>Name of the blob of the mail with this key.</summary>
    public static string NameOf(string key) => $"{key}.eml";

    /// <summary>The key of pushed mail: the same bytes with the same envelope are the same mail.</summary>
    public static string KeyOf(SpooledContent content, MailOrigin origin) =>
        Hash.Of(
            KeyLength,
            origin.Source,
            content.Hash,
            origin.MailFrom ?? "",
            string.Join(',', origin.RcptTo ?? []),
            origin.FallbackModel ?? ""
        );

    private async Task EnterAsync(
        MailId id,
        string name,
        DateTimeOffset received,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var entry = new JournalEntry
        {
            Id = id.Value,
            Received = received,
            Source = origin.Source,
            Raw = name,
        };
        if (await journal.TryAddAsync(entry, cancellationToken))
            MailMetrics.TookIn(id, origin);
    }
}
