using System.Text.RegularExpressions;

namespace Postern.Core.Keys;

/// <summary>
/// Name of a blob in one of the gateway's containers. Clients of storage resolve a path like any URL, so that
/// <c>../mail-raw/a.eml</c> would be a blob of another container: a name is one path, written in one way.
/// </summary>
public sealed partial record BlobName
{
    /// <summary>Most characters of a name (Azure: Naming containers, blobs, and metadata).</summary>
    public const int Longest = 1024;

    private const string OwnFolder = "postern/";
    private const string ContentFolder = OwnFolder + "sha256/";

    // Where content was stored before it had the folder above.
    private const string FormerFolder = "sha256/";

    private BlobName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Whether it is a name of the gateway's own content, which no program gives to a blob.</summary>
    public bool IsOwn =>
        Value.StartsWith(OwnFolder, StringComparison.Ordinal)
        || Value.StartsWith(FormerFolder, StringComparison.Ordinal);

    /// <summary>The name of content of the gateway's own.</summary>
    /// <param name="hash">The SHA-256 of the content in <see cref="Text.Base32"/>.</param>
    public static BlobName OfContent(string hash) => new(ContentFolder + hash);

    /// <summary>Whether a blob may have this name; otherwise <see cref="FindProblem"/> says why not.</summary>
    public static bool TryParse(string? text, out BlobName name)
    {
        name = new BlobName(text ?? "");
        return FindProblem(name.Value) is null;
    }

    /// <summary>Why no blob may have this name; null when one may.</summary>
    public static string? FindProblem(string text)
    {
        if (text.Length is 0 or > Longest)
            return $"must be the name of a blob, 1 to {Longest} characters";
        if (text.Any(c => char.IsControl(c) || c == '\\'))
            return "must not hold backslashes or control characters";
        if (Escape().IsMatch(text))
            return "must not be percent-encoded";
        return text.Split('/').Any(segment => segment.Length == 0 || segment.EndsWith('.'))
            ? "must not hold empty segments, or segments that end in a dot"
            : null;
    }

    /// <summary>Why a program may not name this blob as content of its own; null when it may.</summary>
    public static string? FindProgramProblem(string text) =>
        FindProblem(text)
        ?? (
            new BlobName(text).IsOwn
                ? $"must not begin with {OwnFolder} or {FormerFolder}, where the gateway stores its own content"
                : null
        );

    public override string ToString() => Value;

    [GeneratedRegex("%[0-9A-Fa-f]{2}", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
