using System.Globalization;
using Postern.Core.Text;

namespace Postern.Core.Reports;

/// <summary>
/// The forms of server replies by reason (<c>replies.txt</c>), which says how to read it. Sections with narrower reasons
/// and those about others than the recipient come first; a reason may have several.
/// </summary>
internal static class ReasonTable
{
    private const string IgnoredSection = "ignored";

    private static readonly PhraseFile File = PhraseFile.Load("reports.replies.txt");

    /// <summary>The sections in the order in which they decide.</summary>
    public static readonly (BounceReason Reason, ReplyForms Forms)[] Rows =
    [
        .. File
            .Sections.Where(section => section.Name != IgnoredSection)
            .Select(section => (ReasonOf(section.Name), new ReplyForms(section, File))),
    ];

    /// <summary>Words that are not searched, and what stands for them.</summary>
    public static readonly (string Words, string Replacement)[] Ignored =
    [
        .. File.Phrases(IgnoredSection)
            .Select(line => line.Split("=>", StringSplitOptions.TrimEntries))
            .Select(pair => (pair[0], pair.Length > 1 ? pair[1] : "")),
    ];

    private static BounceReason ReasonOf(string section) =>
        Enum.Parse<BounceReason>(
            CultureInfo.InvariantCulture.TextInfo.ToTitleCase(section).Replace(" ", "", StringComparison.Ordinal)
        );
}
