using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Gateway.Storage;

/// <summary>
/// Converts a record to a table entity: the record as JSON in the property <c>json</c>, continued in <c>json1</c>, …,
/// since a property has 32 Ki characters at most. Other properties are only what queries filter on.
/// </summary>
internal static class TableRow
{
    /// <summary>Characters of one property, some below what Azure takes.</summary>
    public const int PropertyLimit = 32_000;

    // Azure counts UTF-16: 1 MiB for the entity, of which 32 KiB are left for keys and columns. Azurite does not check.
    internal const int EntityLimit = ((1 << 20) - (32 << 10)) / 2;

    public static TableEntity Write<T>(
        string partition,
        string row,
        T value,
        params ReadOnlySpan<(string Name, object Value)> columns
    ) => Write(partition, row, value, before: "", columns);

    /// <summary>An entity whose text begins with white space, by which a query can tell it from others.</summary>
    public static TableEntity Write<T>(
        string partition,
        string row,
        T value,
        string before,
        params ReadOnlySpan<(string Name, object Value)> columns
    )
    {
        var json = before + JsonSerializer.Serialize(value, PosternJson.Tolerant);
        if (json.Length > EntityLimit)
            throw new InvalidOperationException(
                $"Row '{row}' of {typeof(T).Name} would have {json.Length} characters; "
                    + $"a table entity has at most {EntityLimit}."
            );
        var entity = OfText(partition, row, json);
        foreach (var (name, column) in columns)
            entity[name] = column;
        return entity;
    }

    /// <summary>An entity with text that may be a part of a record only.</summary>
    internal static TableEntity OfText(string partition, string row, string text)
    {
        var entity = new TableEntity(partition, row);
        for (var (part, at) = (0, 0); at < text.Length; part++, at += PropertyLimit)
            entity[Property(part)] = text.Substring(at, Math.Min(PropertyLimit, text.Length - at));
        return entity;
    }

    /// <summary>
    /// Marks the end of the record in an entity that is merged into a row: what a longer record left there does not
    /// count.
    /// </summary>
    public static TableEntity WithEnd(TableEntity entity)
    {
        var part = 0;
        while (entity.ContainsKey(Property(part)))
            part++;
        entity[Property(part)] = "";
        return entity;
    }

    public static T Read<T>(TableEntity entity) => Read<T>(entity.RowKey, TextOf(entity));

    internal static T Read<T>(string row, string json) =>
        JsonSerializer.Deserialize<T>(json, PosternJson.Tolerant)
        ?? throw new InvalidDataException($"Row '{row}' has no {typeof(T).Name}.");

    /// <summary>The text of an entity.</summary>
    internal static string TextOf(TableEntity entity)
    {
        var text = new StringBuilder(entity.GetString(Property(0)));
        for (var part = 1; entity.GetString(Property(part)) is { Length: > 0 } more; part++)
            text.Append(more);
        return text.ToString();
    }

    /// <summary>A row and the ETag that it was read with.</summary>
    public static Versioned<T> ReadVersioned<T>(TableEntity entity) => new(Read<T>(entity), entity.ETag.ToString());

    /// <summary>Whether two entities hold the same record.</summary>
    public static bool SameContent(TableEntity a, TableEntity b)
    {
        for (var part = 0; ; part++)
        {
            var (left, right) = (a.GetString(Property(part)), b.GetString(Property(part)));
            if (left != right)
                return false;
            if (left is null)
                return true;
        }
    }

    /// <summary>The columns of the text of an entity with some parts at most, for queries that read no others.</summary>
    public static IEnumerable<string> TextColumns(int parts) => Enumerable.Range(0, parts).Select(Property);

    private static string Property(int part) => part == 0 ? "json" : $"json{part}";
}
