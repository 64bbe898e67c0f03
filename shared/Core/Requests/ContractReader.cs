using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Postern.Contracts.Queues;

namespace Postern.Core.Requests;

/// <summary>
/// Parses queue messages: JSON, or base64 of JSON, since clients differ in how they encode a message.
/// </summary>
public static class ContractReader
{
    /// <summary>Parses and validates a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="version">The contract version that it must have.</param>
    /// <exception cref="UnknownContractVersionException">Newer code may know the version.</exception>
    public static ContractResult<T> Read<T>(string message, int version = QueueContract.Version)
        where T : QueueContract
    {
        if (Decode(message) is not { } json)
            return Broken<T>(new("", "is neither JSON nor base64 of JSON"));
        var (root, unreadable) = JsonInput.ReadObject(json);
        if ((unreadable ?? VersionProblem(root, version)) is { } problem)
            return Broken<T>(problem);
        var (item, wrong) = JsonInput.Read<T>(root);
        return item is null ? Broken<T>(wrong!) : new(item, item.FindProblem());
    }

    /// <summary>Whether a message is a JSON object with a member; distinguishes contracts that share a queue.</summary>
    public static bool HasMember(string message, string name)
    {
        var root = Decode(message) is { } json ? JsonInput.ReadObject(json).Value : default;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out _);
    }

    /// <summary>
    /// The program's own id of a message, also of one that breaks its contract otherwise; null where there is none.
    /// </summary>
    public static string? FindId(string message)
    {
        var root = Decode(message) is { } json ? JsonInput.ReadObject(json).Value : default;
        return
            root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("id", out var id)
            && id.ValueKind == JsonValueKind.String
            && ProgramId.IsValid(id.GetString())
            ? id.GetString()
            : null;
    }

    private static ContractProblem? VersionProblem(JsonElement root, int expected)
    {
        if (!root.TryGetProperty("v", out var version))
            return new("v", $"is missing; this version is {expected}");
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number))
            return new("v", "must be a whole number");
        return number == expected ? null : throw new UnknownContractVersionException(number);
    }

    private static byte[]? Decode(string message)
    {
        var text = message.AsSpan().TrimStart('\uFEFF').Trim();
        if (text.Length > 0 && text[0] is '{' or '[' or '"')
            return Encoding.UTF8.GetBytes(text.ToString());
        if (text.Length == 0 || !Base64.IsValid(text))
            return null;
        var json = Convert.FromBase64String(text.ToString()).AsSpan();
        if (json.StartsWith(Encoding.UTF8.Preamble))
            json = json[Encoding.UTF8.Preamble.Length..];
        json = json.TrimStart(" \t\r\n"u8);
        return json.Length > 0 && json[0] == '{' ? json.ToArray() : null;
    }

    private static ContractResult<T> Broken<T>(ContractProblem problem)
        where T : QueueContract => new(null, problem);
}

/// <summary>A valid message, or the field that breaks its contract.</summary>
public sealed record ContractResult<T>(T? Item, ContractProblem? Problem)
    where T : QueueContract;

/// <summary>A message of an unknown contract version. It stays on the queue for newer code.</summary>
public sealed class UnknownContractVersionException(int version)
    : Exception($"Contract version {version} is not known to this version of the gateway.");
