using Postern.Gateway.Storage;

namespace Postern.Backup;

/// <summary>
/// In which order tables are read and written. A gateway that runs writes on while they are read. What follows from
/// something is written after it, so it is read before: what a backup has, it has with all that it rests on.
/// </summary>
internal static class StorageOrder
{
    /// <summary>
    /// Groups whose tables are read side by side, one group after the other. A mail whose position in the mailbox is there
    /// has its entry in the journal, one that the journal calls routed its thread, and all of them their claims, so that
    /// what comes again is known.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Reading { get; } =
    [
        [TableNames.Mailboxes],
        [TableNames.Journal],
        [TableNames.Threads],
        [
            TableNames.Due,
            TableNames.Attention,
            TableNames.People,
            TableNames.Aliases,
            TableNames.Config,
            TableNames.Limits,
        ],
        [TableNames.Claims],
    ];

    /// <summary>
    /// Rows for work that was left are written with those that they follow from; the rows of the backup know more of it, and
    /// replace them.
    /// </summary>
    public static IReadOnlyList<string> Writing { get; } =
    [.. Reading.SelectMany(tables => tables).Where(table => table != TableNames.Due), TableNames.Due];

    /// <summary>The containers that rows name blobs of. Secrets are in the vault.</summary>
    public static IReadOnlyList<string> Containers { get; } = [ContainerNames.RawMail, ContainerNames.Content];
}
