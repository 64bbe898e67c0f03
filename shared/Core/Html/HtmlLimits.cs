namespace Postern.Core.Html;

/// <summary>
/// What HTML may have so that a tree is built of it. A browser's rules for broken HTML take time that grows faster than
/// the HTML; within these limits it grows with it. HTML beyond them is shown as text.
/// </summary>
internal static class HtmlLimits
{
    /// <summary>Tags and comments, counted by their <c>&lt;</c> before anything is built.</summary>
    public const int Tags = 100_000;

    /// <summary>Elements, with the copies.</summary>
    public const int Elements = 50_000;

    /// <summary>
    /// Elements beyond the tags: an open <c>&lt;b&gt;</c> is copied into every block that follows, so that a short text
    /// could make a large tree.
    /// </summary>
    public const int Copies = 10_000;

    /// <summary>Elements inside each other.</summary>
    public const int Depth = 512;

    /// <summary>Attributes of one element.</summary>
    public const int Attributes = 100;

    /// <summary>Characters of one <c>style</c> attribute; a longer one is left out.</summary>
    public const int Style = 4_096;

    /// <summary>Different <c>style</c> attributes; further ones are left out.</summary>
    public const int Styles = 2_000;
}
