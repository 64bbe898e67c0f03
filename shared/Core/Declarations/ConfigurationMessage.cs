namespace Postern.Core.Declarations;

/// <summary>An error in a file of the configuration, or a warning about what it would change.</summary>
/// <param name="Path">What it is about, as <c>aliases.support@example.com.model</c>; empty for the whole.</param>
/// <param name="Message">What is wrong, or what follows.</param>
/// <param name="Line">The line of the file, counted from 1; null where the file does not name it.</param>
/// <param name="Column">The column in this line, counted from 1.</param>
public sealed record ConfigurationMessage(string Path, string Message, int? Line, int? Column)
{
    internal static ConfigurationMessage At(DocumentPosition? at, string path, string message) =>
        new(path, message, at?.Line, at?.Column);

    /// <summary>The message in one line, as compilers write them.</summary>
    public override string ToString()
    {
        var place = Line is null ? "" : $"{Line}:{Column}: ";
        return Path.Length == 0 ? $"{place}{Message}" : $"{place}{Path} {Message}";
    }
}
