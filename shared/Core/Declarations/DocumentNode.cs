namespace Postern.Core.Declarations;

/// <summary>A part of a file of the configuration, as it was written: what it means depends on where it stands.</summary>
/// <param name="At">Where it begins.</param>
internal abstract record DocumentNode(DocumentPosition At)
{
    /// <summary>A text, number or other single value.</summary>
    /// <param name="At">Where it begins.</param>
    /// <param name="Text">The text without quotes.</param>
    /// <param name="Quoted">Whether it is text in any case; else it may also be a number, true, false or null.</param>
    public sealed record Scalar(DocumentPosition At, string Text, bool Quoted) : DocumentNode(At);

    /// <summary>Named parts, none of them twice.</summary>
    public sealed record Mapping(DocumentPosition At, IReadOnlyList<DocumentMember> Members) : DocumentNode(At)
    {
        public DocumentMember? Find(string name) => Members.FirstOrDefault(member => member.Name == name);
    }

    /// <summary>Parts in a row.</summary>
    public sealed record Sequence(DocumentPosition At, IReadOnlyList<DocumentNode> Items) : DocumentNode(At);

    /// <summary>Whether there is nothing (YAML 1.2.2 §10.3.2).</summary>
    public bool IsNull => this is Scalar { Quoted: false, Text: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>What it is, for messages; the value itself may be a secret.</summary>
    public string What =>
        this switch
        {
            Mapping => "a mapping",
            Sequence => "a list",
            _ when IsNull => "nothing",
            Scalar { Quoted: true } => "text",
            _ => "a single value",
        };
}

/// <summary>A named part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">Where the name begins.</param>
/// <param name="Value">What is named.</param>
internal sealed record DocumentMember(string Name, DocumentPosition At, DocumentNode Value);

/// <summary>A place in a file; lines and columns are counted from 1.</summary>
internal sealed record DocumentPosition(int Line, int Column)
{
    public static DocumentPosition Start { get; } = new(1, 1);
}

/// <summary>The file cannot be read at all.</summary>
internal sealed class DocumentException(DocumentPosition at, string message) : Exception(message)
{
    public DocumentPosition At { get; } = at;
}
