using Postern.Core.Text;

namespace Postern.Core.Reports.Reading;

/// <summary>What mail systems write in notices and how they call themselves (<c>notices.txt</c>).</summary>
internal static class NoticePhrases
{
    private static readonly PhraseFile File = PhraseFile.Load("reports.notices.txt");

    /// <summary>The mail was not delivered.</summary>
    public static readonly string[] Failures = File.Phrases("failure");

    /// <summary>The mail is still being retried. No notice of a final failure contains one of these.</summary>
    public static readonly string[] Delays = File.Phrases("delay");

    /// <summary>The mail was delivered.</summary>
    public static readonly string[] Successes = File.Phrases("success");

    /// <summary>Headings above the returned mail.</summary>
    public static readonly string[] Headings = File.Phrases("heading");

    /// <summary>Words that make a line with a heading announce the mail.</summary>
    public static readonly string[] HeadingsGoOn = File.Phrases("heading goes on");

    /// <summary>Local parts of mail systems.</summary>
    public static readonly HashSet<string> SystemLocalParts = [.. File.Phrases("system local part")];

    /// <summary>Pieces of the local parts of mail systems.</summary>
    public static readonly string[] SystemLocalPartFragments = File.Phrases("system local part fragment");

    /// <summary>Display names of mail systems.</summary>
    public static readonly string[] SystemNames = File.Phrases("system name");

    /// <summary>Pieces of local parts of programs that are not mail systems by name.</summary>
    public static readonly string[] ProgramLocalPartFragments = File.Phrases("program local part");

    /// <summary>Display names of such programs.</summary>
    public static readonly string[] ProgramNames = File.Phrases("program name");

    /// <summary>What stands on a line that names the sender or a contact.</summary>
    public static readonly string[] OtherPeople = File.Phrases("other people");
}
