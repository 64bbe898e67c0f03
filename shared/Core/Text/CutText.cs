namespace Postern.Core.Text;

/// <summary>Limits the length of texts that are stored separately from the raw mail, which has them in full.</summary>
internal static class CutText
{
    /// <summary>The first <paramref name="longest"/> characters; a surrogate pair is not split.</summary>
    public static string At(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
