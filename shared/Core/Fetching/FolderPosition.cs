using System.Globalization;
using Postern.Core.Text;

namespace Postern.Core.Fetching;

/// <summary>
/// How far a folder was read: by UID under a UIDVALIDITY (RFC 9051 §2.3.1.1) or by UIDL (RFC 1939 §7), never by the seen flag. Mail is named by its UID
/// or UIDL as text.
/// </summary>
public sealed record FolderPosition
{
    private const int HashLength = 12;

    public required string Folder { get; init; }

    /// <summary>The account that it is a folder of (<see cref="MailboxRules.AccountOf"/>).</summary>
    public string? Account { get; init; }

    /// <summary>Zero with POP3.</summary>
    public uint UidValidity { get; init; }

    /// <summary>IMAP: every mail up to this UID was dealt with, but for the exceptions.</summary>
    public uint LowWater { get; init; }

    /// <summary>POP3: hashes of the UIDLs that were dealt with and are still there. UIDLs have no order, so there is no mark.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>POP3: hashes of the UIDLs that were dealt with and are missing from the last listings: first those that the last one was the first without.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Gone { get; init; } = [];

    /// <summary>POP3: hashes of the UIDLs of mails that were taken in and deleted; the server forgets that when a connection breaks.</summary>
    public IReadOnlyList<string> Deleting { get; init; } = [];

    /// <summary>Mails that could not be fetched, by UID or UIDL: tried again, and after some tries given up.</summary>
    public IReadOnlyDictionary<string, FetchException> Exceptions { get; init; } =
        new Dictionary<string, FetchException>();

    /// <summary>Only mail that arrived since then is wanted; null = all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>IMAP: mail up to this UID was there when the mailbox was first read, or read anew.</summary>
    public uint ImportUpTo { get; init; }

    /// <summary>POP3: mail that arrived before then was there when the mailbox was first read.</summary>
    public DateTimeOffset? ImportBefore { get; init; }

    /// <summary>Whether a mail was dealt with.</summary>
    public bool Has(string id) =>
        UidValidity != 0 ? UidOf(id) <= LowWater : Known.Concat(Gone.SelectMany(ids => ids)).Contains(HashOf(id));

    /// <summary>The position once a mail was dealt with: taken in or passed by, or kept as an exception with the reason.</summary>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="trouble">Why it could not be fetched.</param>
    /// <param name="deleting">It was taken in and is to be deleted.</param>
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
            Deleting = deleting && !Deleting.Contains(HashOf(id)) ? [.. Deleting, HashOf(id)] : Deleting,
        };
    }

    public static uint UidOf(string id) => uint.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture);

    public static string IdOf(uint uid) => uid.ToString(CultureInfo.InvariantCulture);

    /// <summary>60 bits of a UIDL: a row has to hold thousands.</summary>
    public static string HashOf(string uidl) => Hash.Of(HashLength, "uidl", uidl);

    /// <summary>The name that a mail is taken in under: the same whenever it is met again in this place.</summary>
    public string KeyOf(string server, string id) =>
        Hash.Of(32, "mailbox", server, Account ?? "", Folder, UidValidity.ToString(CultureInfo.InvariantCulture), id);
}

/// <summary>Why a mail could not be fetched.</summary>
/// <param name="Reason">In the server's words.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Mail">Journal id, once it was given up.</param>
/// <param name="Since">When it was first tried.</param>
public sealed record FetchException(string Reason, int Attempts, string? Mail = null, DateTimeOffset? Since = null);
