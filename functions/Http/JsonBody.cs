using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Postern.Core.Requests;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Functions.Http;

/// <summary>The JSON object in the body of a request.</summary>
internal sealed class JsonBody(JsonObject json)
{
    private const long Limit = 256 << 10;

    public JsonObject Json { get; } = json;

    /// <summary>Names of the members that it has.</summary>
    public IReadOnlyCollection<string> Members => [.. Json.Select(member => member.Key)];

    public static Task<(JsonBody? Body, IActionResult? Problem)> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    ) => ReadAsync(request, Limit, cancellationToken);

    /// <summary>The same for a body that may be missing: it then has no members.</summary>
    public static Task<(JsonBody? Body, IActionResult? Problem)> ReadOptionalAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        // Without a length and a transfer coding there is no body (RFC 9112 §6.3).
        request.ContentLength
            is 0
        || (request.ContentLength is null && request.Headers.TransferEncoding.Count == 0)
            ? Task.FromResult<(JsonBody?, IActionResult?)>((new JsonBody([]), null))
            : ReadAsync(request, cancellationToken);

    public static async Task<(JsonBody? Body, IActionResult? Problem)> ReadAsync(
        HttpRequest request,
        long limit,
        CancellationToken cancellationToken
    )
    {
        var (content, refused) = await RequestBody.ReadAsync(request, IsJson, Answers.Json, limit, cancellationToken);
        if (refused is not null)
            return (null, refused);
        var (root, problem) = JsonInput.ReadObject(content);
        return problem is null
            ? (new JsonBody(JsonObject.Create(root)!), null)
            : (null, Answers.BadRequest(problem.Field, problem.Reason));
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(Answers.Json, StringComparison.OrdinalIgnoreCase)
        || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Removes members that only responses contain.</summary>
    public JsonBody Without(IEnumerable<string> members)
    {
        foreach (var member in members)
            Json.Remove(member);
        return this;
    }

    /// <summary>Moves members that do not belong to the record to an object of their own.</summary>
    public JsonBody Take(params IEnumerable<string> members)
    {
        var taken = new JsonObject();
        foreach (var member in members)
        {
            if (Json.Remove(member, out var value))
                taken[member] = value;
        }
        return new JsonBody(taken);
    }

    /// <summary>Removes and returns the secrets, which do not belong to the record.</summary>
    public (IReadOnlyList<PasswordChange> Changes, IActionResult? Problem) TakeSecrets(IEnumerable<string> members)
    {
        var secrets = members.Select(TakeSecret).ToList();
        var problem = secrets.Find(secret => secret.Problem is not null).Problem;
        return ([.. secrets.Select(secret => secret.Change)], problem);
    }

    private (PasswordChange Change, IActionResult? Problem) TakeSecret(string member)
    {
        if (!Json.TryGetPropertyValue(member, out var value))
            return (PasswordChange.None, null);
        Json.Remove(member);
        if (value is null)
            return (new PasswordChange(true, null), null);
        if (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text)
            return (new PasswordChange(true, text), null);
        var found = value.GetValueKind() == JsonValueKind.String ? "empty" : JsonWords.KindOf(value.GetValueKind());
        var problem = Answers.BadRequest(member, $"is {found}, must be a text that is not empty, or null to remove it");
        return (PasswordChange.None, problem);
    }

    /// <summary>Reads the object as a record, or returns which member is wrong. A member that is null is left out.</summary>
    public (T? Value, IActionResult? Problem) As<T>()
    {
        JsonNulls.Drop(Json, typeof(T));
        var (value, problem) = JsonInput.Read<T>(JsonSerializer.SerializeToElement(Json, PosternJson.Strict));
        return problem is null ? (value, null) : (default, Answers.BadRequest(problem.Field, problem.Reason));
    }
}
