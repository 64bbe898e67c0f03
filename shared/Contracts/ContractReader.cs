using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Postern.Configuration;

namespace Postern.Contracts;

/// <summary>Reads queue messages: JSON, or base64 of JSON, since clients differ in what they put on a queue.</summary>
public static class ContractReader
{
    /// <summary>Reads a message, or says which field breaks the contract. An unknown version is an exception: newer code may know it.</summary>
    public static ContractResult<T> Read<T>(string message)
        where T : QueueContract
    {
        if (Decode(message) is not { } json) return Broken<T>("", "is neither JSON nor base64 of JSON");
        try
        {
            using var document = JsonDocument.Parse(json);
            if (VersionProblem(document.RootElement) is { } problem) return new(null, problem);
            var item = document.Deserialize<T>(PosternJson.Strict);
            return item is null ? Broken<T>("", "must be a JSON object") : new(item, item.FindProblem());
        }
        catch (JsonException e)
        {
            return Broken<T>(FieldOf(e), Reason(e));
        }
    }

    /// <summary>Whether a message is a JSON object with a certain member: two contracts share a queue.</summary>
    public static bool HasMember(string message, string name)
    {
        if (Decode(message) is not { } json) return false;
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ContractProblem? VersionProblem(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return new("", "must be a JSON object");
        if (!root.TryGetProperty("v", out var version)) return new("v", "is missing; this version is 1");
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number)) return new("v", "must be a whole number");
        return number == QueueContract.Version ? null : throw new UnknownContractVersionException(number);
    }

    private static string? Decode(string message)
    {
        var text = message.AsSpan().TrimStart('\uFEFF').Trim();
        if (text.Length > 0 && text[0] is '{' or '[' or '"') return text.ToString();
        if (text.Length == 0 || !Base64.IsValid(text)) return null;
        var json = Encoding.UTF8.GetString(Convert.FromBase64String(text.ToString())).TrimStart('\uFEFF').TrimStart();
        return json.Length > 0 && json[0] == '{' ? json : null;
    }

    private static ContractResult<T> Broken<T>(string field, string reason)
        where T : QueueContract => new(null, new ContractProblem(field, reason));

    private static string FieldOf(JsonException e)
    {
        var path = e.Path?.TrimStart('$').TrimStart('.') ?? "";
        // An unknown or missing member is named in the message only.
        var quoted = e.Message.Split('\'');
        return path.Length > 0 ? path : quoted.Length > 2 ? quoted[1] : "";
    }

    private static string Reason(JsonException e)
    {
        if (e.Message.Contains("could not be mapped", StringComparison.Ordinal)) return "is not a field of this contract";
        if (e.Message.Contains("missing required", StringComparison.Ordinal)) return "is missing";
        if (e.Path is null or "$" && e.LineNumber is not null && e.InnerException is not null) return "is not valid JSON";
        return "has a value of the wrong kind";
    }
}

/// <summary>A message that was read, or what is wrong with it.</summary>
public sealed record ContractResult<T>(T? Item, ContractProblem? Problem)
    where T : QueueContract;

/// <summary>A message of a version that this code does not know. It stays on the queue for code that does.</summary>
public sealed class UnknownContractVersionException(int version)
    : Exception($"Contract version {version} is not known to this version of the gateway.");
