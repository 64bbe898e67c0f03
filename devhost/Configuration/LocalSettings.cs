using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Postern.DevHost.Configuration;

/// <summary>The app settings: <c>Values</c> of local.settings.json, overridden by environment variables.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    // No other version runs beside this one.
    private static Dictionary<string, string?> OfTheDevHost => new() { ["Timings:VersionOverlap"] = "00:00:00" };

    /// <exception cref="SetupException">The file exists, but is not a settings file.</exception>
    public static IConfigurationRoot Read(string path) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(OfTheDevHost)
            .AddInMemoryCollection(Values(path))
            .AddEnvironmentVariables()
            .Build();

    private static Dictionary<string, string?> Values(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            if (!json.RootElement.TryGetProperty("Values", out var values))
            {
                return [];
            }

            var members = values.EnumerateObject();
            return members.ToDictionary(member => Key(member.Name), Text, StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new SetupException($"{path} is not a settings file: {wrong.Message}");
        }
    }

    private static string Key(string name) =>
        name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    // The platform's tools accept true and 5 as well as "true" and "5".
    private static string? Text(JsonProperty value) =>
        value.Value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.Value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
            _ => throw new InvalidOperationException($"the value of {value.Name} must be a string."),
        };
}
