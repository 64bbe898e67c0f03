namespace Postern.Core.Migration;

/// <summary>A field of a model of Odoo.</summary>
/// <param name="Name">Its technical name.</param>
/// <param name="Use">What is done with it.</param>
/// <param name="Titles">Its titles in exports.</param>
/// <param name="Reason">Why it has no counterpart, where it has none.</param>
internal sealed record ExportField(string Name, FieldUse Use, IReadOnlyList<string> Titles, string? Reason)
{
    /// <summary>Reads a line of the table.</summary>
    public static ExportField Parse(string line)
    {
        var use = line[0] switch
        {
            '!' => FieldUse.Secret,
            '-' => FieldUse.None,
            '~' => FieldUse.Silent,
            _ => FieldUse.Read,
        };
        var parts = (use == FieldUse.Read ? line : line[1..]).Split(" -> ", 2, StringSplitOptions.TrimEntries);
        var (name, titles) = WordTable.Split(parts[0]);
        return new ExportField(name, use, titles, parts.Length > 1 ? parts[1] : null);
    }
}

/// <summary>What is done with a field.</summary>
internal enum FieldUse
{
    /// <summary>It is read.</summary>
    Read,

    /// <summary>It is a secret: only whether there is one is kept.</summary>
    Secret,

    /// <summary>It has no counterpart, which a note says.</summary>
    None,

    /// <summary>It says nothing about mail.</summary>
    Silent,
}
