namespace Postern.Core.Text;

/// <summary>Texts of a mail where they are written down beside it: what is longer than anybody writes is cut, and whole in the raw mail.</summary>
internal static class CutText
{
    /// <summary>The text up to a length; a pair of surrogates is never cut in two.</summary>
    public static string At(string text, int longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
}
