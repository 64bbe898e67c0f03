using System.Text.Json;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Reports;
using Postern.Tests.Support;

namespace Postern.Tests.Reports.Reading;

/// <summary>A mail of the bounce or the auto corpus: what its sources expect, and what the reader returns.</summary>
/// <param name="Id">Its name in the corpus; of a held mail it is never shown.</param>
/// <param name="IsOpen">Whether rules may be written from it (<see cref="CorpusPart"/>).</param>
/// <param name="Class">What its sources call it.</param>
/// <param name="Basis">The source of the verdict.</param>
/// <param name="Expected">The verdict.</param>
/// <param name="Report">What the reader returns.</param>
/// <param name="Kind">Which kind of automatic mail the parser calls it; null for mail of a person.</param>
internal sealed record BounceSample(
    string Id,
    bool IsOpen,
    string Class,
    string Basis,
    IReadOnlyList<ExpectedRecipient> Expected,
    BounceReport? Report,
    AutomaticMailKind? Kind
)
{
    /// <summary>The mails of a set.</summary>
    public static IEnumerable<BounceSample> Of(string set) =>
        File.ReadLines(Corpora.PathOf(set, "index.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Select(entry => Read(set, entry));

    /// <summary>
    /// Whether the sources class it as a bounce or a delay; mails without a verdict, or for which the source expects no
    /// recipient, do not count.
    /// </summary>
    public bool IsBounce => Class is "bounce" or "delay-warning" && (Expected.Count > 0 || Basis != "flufl");

    /// <summary>Whether the reader classes it as a notice of a mail system.</summary>
    public bool Found =>
        Report is { Kind: BounceReportKind.Bounce or BounceReportKind.Delay or BounceReportKind.Delivered };

    /// <summary>The recipient that answers an expected one: by address, else the only one.</summary>
    public ReportedRecipient? Answer(ExpectedRecipient expected)
    {
        var byAddress = Report?.Recipients.FirstOrDefault(recipient =>
            recipient.Address == expected.Address || recipient.OriginalRecipient == expected.Address
        );
        return byAddress ?? (Report?.Recipients is [var only] ? only : null);
    }

    private static BounceSample Read(string set, JsonElement entry)
    {
        var mail = MailParser.Parse(File.ReadAllBytes(Corpora.PathOf(set, entry.GetProperty("file").GetString()!)));
        var flat = entry.GetProperty("flat");
        return new(
            entry.GetProperty("id").GetString()!,
            CorpusPart.IsOpen(entry.GetProperty("sha256_raw").GetString()!),
            entry.GetProperty("cls").GetString()!,
            flat.GetProperty("basis").GetString() ?? "none",
            [.. flat.GetProperty("recipients").EnumerateArray().Select(ExpectedRecipient.Read)],
            mail.Report,
            mail.Automatic?.Kind
        );
    }
}
