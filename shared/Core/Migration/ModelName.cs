using System.Text.RegularExpressions;

namespace Postern.Core.Migration;

/// <summary>A model that a record of an export refers to.</summary>
/// <param name="Name">Its technical name, or what was made of the name that it is shown with.</param>
/// <param name="IsSure">Whether it is its technical name.</param>
internal sealed partial record ModelName(string Name, bool IsSure)
{
    /// <summary>The model that a field refers to; null = none.</summary>
    public static ModelName? Of(ExportRecord record, string field)
    {
        if (record.Text(field, "model") is { } technical)
            return new ModelName(technical, IsSure: true);
        if (record.Text(field, "id") is { } external)
            return OfExternalId(external);
        return (record.Text(field) ?? record.Text(field, "name")) is { } shown ? OfShown(shown) : null;
    }

    // As "helpdesk.model_helpdesk_ticket": which dots the underscores were is not in it.
    private static ModelName OfExternalId(string id)
    {
        var at = id.IndexOf(".model_", StringComparison.Ordinal);
        if (at < 0)
            return Guessed(id);
        var joined = id[(at + ".model_".Length)..];
        // Models that were made in Odoo Studio have no dots.
        if (joined.StartsWith("x_", StringComparison.Ordinal))
            return new ModelName(joined, IsSure: true);
        return WordTable.Models.Find("models", joined.Replace('_', '.')) is { } known
            ? new ModelName(known, IsSure: true)
            : new ModelName(joined.Replace('_', '.'), IsSure: false);
    }

    private static ModelName OfShown(string shown)
    {
        if (Technical().Match(shown) is { Success: true } match)
            return new ModelName(match.Groups["name"].Value, IsSure: true);
        return WordTable.Models.Find("models", shown) is { } known
            ? new ModelName(known, IsSure: true)
            : Guessed(shown);
    }

    private static ModelName Guessed(string name) =>
        new(Slug.Plain(name, '.') is { Length: > 0 } plain ? plain : "record", IsSure: false);

    // As it is, or as "Helpdesk Ticket (helpdesk.ticket)".
    [GeneratedRegex(@"(?:\A|\()(?<name>[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+)\)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex Technical();
}
