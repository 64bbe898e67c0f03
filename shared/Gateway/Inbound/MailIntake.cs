using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Text;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Takes mail in: raw mail stored, journal row inserted, queue message put, in this order. A crash in between is mended by
/// taking the same mail in again, which finds what is there.
/// </summary>
public sealed class MailIntake(RawMailStore rawMail, JournalStore journal, MailQueues queues)
{
    /// <summary>Takes a mail in and hands it to routing. <paramref name="key"/> is the same whenever this mail is taken in again.</summary>
    public async Task<MailId> TakeInAsync(
        string key,
        SpooledContent content,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        using var trace = MailTrace.TakeIn(NameOf(key));
        var (id, name) = await StoreAsync(key, content, origin, cancellationToken);
        await queues.PutAsync(QueueNames.InboundMail, new InboundItem { Raw = name }, cancellationToken);
        return id;
    }

    /// <summary>Stores a mail and enters it in the journal, without handing it on.</summary>
    public async Task<(MailId Id, string Name)> StoreAsync(
        string key,
        SpooledContent content,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var name = NameOf(key);
        var (received, isSame) = await rawMail.AddAsync(name, content, origin, cancellationToken);
        if (!isSame)
        {
            // A mail server has given a place to another mail: it is stored beside the first.
            name = NameOf(Postern.Core.Text.Hash.Of(32, key, content.Hash));
            (received, _) = await rawMail.AddAsync(name, content, origin, cancellationToken);
        }
        var id = MailId.Create(received, name);
        await EnterAsync(id, name, received, origin, cancellationToken);
        return (id, name);
    }

    /// <summary>Enters a mail that a program stored itself.</summary>
    public Task EnterAsync(StoredMail mail, CancellationToken cancellationToken) =>
        EnterAsync(mail.Id, mail.Name, mail.Received, mail.Origin, cancellationToken);

    /// <summary>Name of the blob of a mail with this key.</summary>
    public static string NameOf(string key) => $"{key}.eml";

    /// <summary>The key of pushed mail: the same bytes for the same envelope are the same mail.</summary>
    public static string KeyOf(SpooledContent content, MailOrigin origin) =>
        Hash.Of(
            32,
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
