namespace Postern.Core.Migration;

/// <summary>An export cannot be read at all.</summary>
/// <param name="file">The file.</param>
/// <param name="message">What is wrong, and what to do; it repeats no cell, which may hold a secret.</param>
public sealed class OdooImportException(string file, string message) : Exception(message)
{
    public string File { get; } = file;
}
