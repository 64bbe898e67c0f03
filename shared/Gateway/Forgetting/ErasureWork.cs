using Azure.Data.Tables;
using Postern.Core.Erasing;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Forgetting;

/// <summary>What one round of an erasure knows and counts.</summary>
internal sealed class ErasureWork(ErasureJob job, DateTimeOffset now, Func<bool> isLate)
{
    private const int MostNames = 20;

    /// <summary>The erasure as it was when the round began.</summary>
    public ErasureJob Job { get; } = job;

    public ErasedPerson Person { get; } = job.Person;

    public RecordRedaction Redaction { get; } = new(job.Person);

    public Redaction Texts => Redaction.Texts;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Whether the round is to end.</summary>
    public bool IsLate => isLate();

    /// <summary>Whether what was under way when the erasure began has ended by now.</summary>
    public bool IsAgain => Job.Pass > 1;

    /// <summary>Whether the person wrote on the thread that is gone through.</summary>
    public bool Wrote { get; set; } = job.Wrote;

    /// <summary>The partition of the thread that is gone through.</summary>
    public string? Thread { get; set; } = job.Partition;

    /// <summary>Whether an answer has made the thread anew that is deleted.</summary>
    public bool IsAnew { get; set; }

    /// <summary>Content that is to go unless a message names it; null before it is read.</summary>
    public HashSet<string>? Noted { get; set; }

    public long Looked { get; set; }

    public long Changed { get; set; }

    public long Kept { get; set; }

    /// <summary>Whether a row may hold something of the person.</summary>
    public bool MayFind(TableEntity row) =>
        row.Any(column => column.Value is string text && Texts.MayFind(text)) || Texts.MayFind(TableRow.TextOf(row));

    /// <summary>The progress with what this round did.</summary>
    public ErasureJob Progress(string? partition, string? row) =>
        Job with
        {
            Partition = partition,
            Row = row,
            Wrote = Wrote,
            Names = [.. Job.Names.Union(Redaction.Learnt).Take(MostNames)],
            Looked = Job.Looked + Looked,
            Changed = Job.Changed + Changed,
            Kept = Job.Kept + Kept,
        };
}
