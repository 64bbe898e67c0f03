using System.Globalization;
using Postern.Core.Text;

namespace Postern.Core.Fetching;

/// <summary>
/// How far a folder was read: by UID under a UIDVALIDITY (RFC 9051 §2.3.1.1) or by UIDL (RFC 1939 §7), never by the
/// flag \Seen. Mails are identified by their UID or UIDL as text.
/// </summary>
public sealed record FolderPosition
{
    private const int HashLength = 12;
    private const int KeyLength = 32;

    /// <summary>Name of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The account of the folder (<see cref="MailboxRules.AccountOf"/>).</summary>
    public string? Account { get; init; }

    /// <summary>UIDVALIDITY; zero with POP3.</summary>
    public uint UidValidity { get; init; }

    /// <summary>IMAP: every mail up to this UID was processed, except for <see cref="Exceptions"/>.</summary>
    public uint LowWater { get; init; }

    /// <summary>
    /// POP3: hashes of the UIDLs that were processed and are still listed. UIDLs have no order, hence no mark.
    /// </summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>
    /// POP3: hashes of the UIDLs that were processed and are missing from the last listings: first those that the last
    /// listing was the first without.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Gone { get; init; } = [];

    /// <summary>
    /// POP3: hashes of the UIDLs of mails that were imported and deleted; the server undoes a deletion when the
    /// connection is lost.
    /// </summary>
    public IReadOnlyList<string> Deleting { get; init; } = [];

    /// <summary>
    /// Mails that could not be fetched, by UID or UIDL: retried, and failed permanently after some attempts.
    /// </summary>
    public IReadOnlyDictionary<string, FetchException> Exceptions { get; init; } =
        new Dictionary<string, FetchException>();

    /// <summary>Only mail that arrived since then is fetched; null = all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>IMAP: mail up to this UID was there before the first run, or before UIDVALIDITY changed.</summary>
    public uint ImportUpTo { get; init; }

    /// <summary>POP3: mail that was delivered before then was there before the first run.</summary>
    public DateTimeOffset? ImportBefore { get; init; }

    /// <summary>
    /// POP3: hashes of the UIDLs that were there before the first run and have not been processed yet, where all mail
    /// is fetched; null in positions of older versions.
    /// </summary>
    public IReadOnlyList<string>? AtStart { get; init; }

    /// <summary>Whether a mail was processed.</summary>
    public bool Has(string id) => UidValidity != 0 ? UidOf(id) <= LowWater : Remembered().Contains(HashOf(id));

    /// <summary>The position after a mail was processed: imported or skipped, or recorded as an exception.</summary>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="trouble">Why it could not be fetched; null when it was processed.</param>
    /// <param name="deleting">Whether it was imported and is to be deleted.</param>
    public FolderPosition After(string id, FetchException? trouble = null, bool deleting = false)
    {
        var exceptions = Exceptions.Where(exception => exception.Key != id).ToDictionary();
        if (trouble is not null)
            exceptions[id] = trouble;
        var after = this with { Exceptions = exceptions };
        if (UidValidity != 0)
            return after with { LowWater = Math.Max(LowWater, UidOf(id)) };
        return after with
        {
            Known = Has(id) ? Known : [.. Known, HashOf(id)],
            AtStart = trouble is null ? AtStart?.Where(hash => hash != HashOf(id)).ToList() : AtStart,
            Deleting = deleting && !Deleting.Contains(HashOf(id)) ? [.. Deleting, HashOf(id)] : Deleting,
        };
    }

    // A method, not a property: the record is stored as JSON.
    internal IEnumerable<string> Remembered() => Known.Concat(Gone.SelectMany(ids => ids));

    public static uint UidOf(string id) => uint.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture);

    public static string IdOf(uint uid) => uid.ToString(CultureInfo.InvariantCulture);

    /// <summary>60 bits of a UIDL: a row must hold thousands.</summary>
    public static string HashOf(string uidl) => Hash.Of(HashLength, "uidl", uidl);

    /// <summary>
    /// The key under which a mail is imported: the same whenever it is read again from this folder. Mails with one UIDL
    /// share it, and are told apart by their content.
    /// </summary>
    public string KeyOf(string server, string id)
    {
        var validity = UidValidity.ToString(CultureInfo.InvariantCulture);
        return Hash.Of(KeyLength, "mailbox", server, Account ?? "", Folder, validity, SharedUidl.Of(id).Uidl);
    }

    /// <summary>The same, with a key of its own for each mail that shares its UIDL.</summary>
    public string OwnKeyOf(string server, string id) =>
        SharedUidl.Of(id).Content is { } content ? Hash.Of(KeyLength, KeyOf(server, id), content) : KeyOf(server, id);
}

/// <summary>Why a mail could not be fetched.</summary>
/// <param name="Reason">The server's reply.</param>
/// <param name="Attempts">Number of attempts.</param>
/// <param name="Mail">Journal id, once it has failed permanently.</param>
/// <param name="Since">When it was tried first.</param>
public sealed record FetchException(string Reason, int Attempts, string? Mail = null, DateTimeOffset? Since = null);
