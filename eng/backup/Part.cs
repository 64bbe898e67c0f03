namespace Postern.Backup;

/// <summary>A file of a backup, which holds some rows of a table or entries of a list, one a line.</summary>
/// <param name="Of">Name of the table, or of the list.</param>
/// <param name="File">Name of the file.</param>
/// <param name="Rows">How many lines.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its hash, in hexadecimal.</param>
/// <param name="Fingerprint">That of its lines that are compared, see <see cref="Backup.Fingerprint"/>.</param>
/// <param name="Last">Where it ends, and the next begins.</param>
internal sealed record Part(
    string Of,
    string File,
    long Rows,
    long Bytes,
    string Sha256,
    string Fingerprint,
    RowPlace? Last
);

/// <summary>The place of a row in its table.</summary>
internal sealed record RowPlace(string Partition, string Row);

/// <summary>When a file is full: what is lost by an interruption is read again.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Bytes">Size of the text.</param>
internal sealed record PartLimits(int Rows = 100_000, long Bytes = 256 << 20);
