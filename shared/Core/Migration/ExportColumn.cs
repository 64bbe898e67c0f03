using Postern.Core.Text;

namespace Postern.Core.Migration;

/// <summary>A column of an export.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Field">The field; null = not known.</param>
/// <param name="Inner">
/// What of the record that the field refers to: empty = its name, <c>id</c> = its external id, <c>.id</c> = its id in
/// the database, or a field of it.
/// </param>
/// <param name="IsPath">Whether the title is a path: more rows may follow with nothing but such columns.</param>
internal sealed record ExportColumn(string Title, ExportField? Field, string Inner, bool IsPath)
{
    // No cell of these is kept, whatever module they are from.
    private static readonly string[] SecretWords =
    [
        "pass",
        "parola",
        "secret",
        "token",
        "jeton",
        "private key",
        "private_key",
        "cheie privata",
        "authorization code",
        "authorization_code",
        "cod autorizare",
        "cod de autorizare",
        "api key",
        "api_key",
        "credential",
    ];

    /// <summary>Reads a title.</summary>
    public static ExportColumn Of(string model, string title)
    {
        if (FieldTable.Find(model, title) is { } whole)
            return new ExportColumn(title, whole, "", IsPath: false);
        var slash = title.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0)
            return new ExportColumn(title, null, "", IsPath: false);
        var inner = FieldTable.InnerOf(title[(slash + 1)..]);
        return new ExportColumn(title, FieldTable.Find(model, title[..slash]), inner, IsPath: true);
    }

    /// <summary>Whether what is in the column must be forgotten.</summary>
    public bool IsSecret =>
        Field is { Use: FieldUse.Secret }
        || (Field is not { Use: FieldUse.Read } && SecretWords.Any(Folded.Of(Title).Contains));

    /// <summary>What a note calls the column; a title from outside may have anything in it.</summary>
    public string ShownTitle => CutText.At(ShownText.Clean(Title), 60);
}
