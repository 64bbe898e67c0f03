namespace Postern.Fetching;

/// <summary>When a mailbox is fetched next, who is at it, and how it went.</summary>
public sealed record MailboxSchedule
{
    public required string Server { get; init; }

    /// <summary>When it is fetched next.</summary>
    public DateTimeOffset NextDue { get; init; }

    /// <summary>The run that is fetching it.</summary>
    public string? Run { get; init; }

    /// <summary>Until when nobody else may fetch it; renewed while the run goes on.</summary>
    public DateTimeOffset? LeasedUntil { get; init; }

    public DateTimeOffset? LastSuccess { get; init; }

    /// <summary>Since when it fails without a success in between.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    public string? LastError { get; init; }
}

/// <summary>How far a folder was read: by UID under a UIDVALIDITY (RFC 9051 §2.3.1.1), never by the seen flag.</summary>
public sealed record FolderPosition
{
    public required string Folder { get; init; }

    public uint UidValidity { get; init; }

    /// <summary>Every mail up to this UID is taken in, but for the exceptions.</summary>
    public uint LowWater { get; init; }

    /// <summary>UIDs below the mark that could not be fetched, with the reason; tried again at every fetch.</summary>
    public IReadOnlyDictionary<uint, string> Exceptions { get; init; } = new Dictionary<uint, string>();

    /// <summary>The position once a mail was dealt with: taken in, or kept as an exception with the reason.</summary>
    public FolderPosition After(uint uid, string? trouble)
    {
        var exceptions = Exceptions.Where(exception => exception.Key != uid).ToDictionary();
        if (trouble is not null) exceptions[uid] = trouble;
        return this with { LowWater = Math.Max(LowWater, uid), Exceptions = exceptions };
    }
}
