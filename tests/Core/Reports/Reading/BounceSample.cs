using System.Text.Json;
using Postern.Core.Parsing;
using Postern.Core.Reports;
using Postern.Tests.Support;

namespace Postern.Tests.Reports.Reading;

/// <summary>A mail of the bounce or the auto corpus: what its sources expect, and what the reader returns.</summary>
internal sealed record BounceSample(
    string Id,
    string Class,
    string Basis,
    IReadOnlyList<ExpectedRecipient> Expected,
    BounceReport? Report
)
{
    /// <summary>
    /// The mails of a set, all or one half: the rules were written from those whose SHA-256 ends in an even digit, and
    /// first measured on the others.
    /// </summary>
    public static IEnumerable<BounceSample> Of(string set, bool? even = null) =>
        File.ReadLines(Corpora.PathOf(set, "index.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry =>
                even is null
                || (Convert.ToInt32(entry.GetProperty("sha256_raw").GetString()![^1..], 16) % 2 == 0) == even
            )
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
            entry.GetProperty("cls").GetString()!,
            flat.GetProperty("basis").GetString() ?? "none",
            [.. flat.GetProperty("recipients").EnumerateArray().Select(ExpectedRecipient.Read)],
            mail.Report
        );
    }
}
