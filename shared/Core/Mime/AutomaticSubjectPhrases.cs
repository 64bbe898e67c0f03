using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>Beginnings of the subjects of automatic mail, in 40 languages (<c>subjects.txt</c>).</summary>
internal static class AutomaticSubjectPhrases
{
    private static readonly PhraseFile File = PhraseFile.Load("mime.subjects.txt");

    public static readonly string[] Replies = File.Phrases("reply");

    public static readonly string[] Receipts = File.Phrases("receipt");

    public static readonly string[] Reports = File.Phrases("report");

    /// <summary>What may follow such a beginning.</summary>
    public static readonly string[] Continuations = File.Phrases("continuation");
}
