using System.Text.Json;
using Postern.Contracts.Http;

namespace Postern.Core.Access;

/// <summary>
/// A person whom the platform has signed in (App Service authentication), from the field <c>X-MS-CLIENT-PRINCIPAL</c>:
/// Base64 of JSON with the claims. Whoever reads it must know that the platform wrote it.
/// </summary>
public static class SignedInPerson
{
    private const int Longest = 32 << 10;

    private static readonly Dictionary<string, ApiScope> Roles = new(StringComparer.Ordinal)
    {
        ["Postern.Admin"] = ApiScope.Admin,
        ["Postern.Reader"] = ApiScope.Read,
        ["Postern.Intake"] = ApiScope.Intake,
    };

    /// <summary>The person with the scopes of their roles; null when the field is not of that form.</summary>
    public static Caller? Read(string field)
    {
        if (field.Length > Longest || !TryDecode(field, out var json))
            return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        // Of another form: a member is missing or of another kind.
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static Caller Read(JsonElement principal)
    {
        var claims = principal
            .GetProperty("claims")
            .EnumerateArray()
            .Select(claim => (Type: Text(claim, "typ"), Value: Text(claim, "val")))
            .ToList();
        var (name, role) = (Text(principal, "name_typ"), Text(principal, "role_typ"));
        return new Caller(
            claims.Find(claim => claim.Type == name).Value is { Length: > 0 } known ? known : "a person without a name",
            [
                .. claims
                    .Where(claim => claim.Type == role && Roles.ContainsKey(claim.Value))
                    .Select(claim => Roles[claim.Value])
                    .Distinct(),
            ]
        );
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static bool TryDecode(string field, out byte[] json)
    {
        json = new byte[field.Length];
        var decoded = Convert.TryFromBase64String(field, json, out var length);
        json = json[..length];
        return decoded;
    }
}
