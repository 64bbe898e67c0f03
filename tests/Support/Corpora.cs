namespace Postern.Tests.Support;

/// <summary>
/// Collections of other people's mail. They are never part of the project: tests read them from the folder that
/// <c>POSTERN_CORPORA</c> names, and exist only when it is set (<see cref="CorpusFactAttribute"/>,
/// <see cref="CorpusTheoryAttribute"/>).
/// </summary>
public static class Corpora
{
    /// <summary>The folder that holds them; null when <c>POSTERN_CORPORA</c> is not set.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("POSTERN_CORPORA") is { Length: > 0 } folder ? folder : null;

    /// <summary>Whether a file is a mail: one set also holds bodies alone.</summary>
    public static bool IsMail(string file) =>
        file.Contains("mails", StringComparison.Ordinal) && Path.GetExtension(file) is not (".txt" or ".html");

    /// <summary>A path inside, for example <c>PathOf("bounce", "index.jsonl")</c>.</summary>
    /// <exception cref="InvalidOperationException"><c>POSTERN_CORPORA</c> is not set.</exception>
    public static string PathOf(params string[] parts) =>
        Path.Combine([Folder ?? throw new InvalidOperationException("POSTERN_CORPORA is not set."), .. parts]);
}
