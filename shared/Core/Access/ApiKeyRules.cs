using Postern.Contracts.Http;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Core.Access;

/// <summary>Which keys may be made, and which open anything.</summary>
public static class ApiKeyRules
{
    // Each instance reads all of them once a minute, in one call.
    private const int Most = 200;
    private const int LongestName = 100;

    /// <summary>A new key, with what is wrong with it.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="wanted">What was asked for.</param>
    /// <param name="others">The keys that there are.</param>
    /// <param name="now">The current time.</param>
    public static Edit<ApiKey> Make(string id, ApiKeyRequest wanted, IEnumerable<ApiKey> others, DateTimeOffset now)
    {
        var key = new ApiKey
        {
            Id = id,
            Name = wanted.Name.Trim(),
            Scope = wanted.Scope,
            Created = now,
            Expires = wanted.Expires?.ToUniversalTime(),
        };
        var tooMany = others.Count(other => IsValid(other, now)) >= Most;
        return new(
            key,
            new Findings
            {
                Errors = [.. Errors(key, now)],
                Conflicts = tooMany ? [new("", $"There are {Most} keys already; revoke those that nobody uses.")] : [],
            }
        );
    }

    /// <summary>Whether a key opens what its scope says.</summary>
    public static bool IsValid(ApiKey key, DateTimeOffset now) => key.Revoked is null && !(key.Expires <= now);

    private static IEnumerable<FieldMessage> Errors(ApiKey key, DateTimeOffset now)
    {
        if (key.Name.Length is 0 or > LongestName || ShownText.Clean(key.Name) != key.Name)
            yield return new("name", $"must have 1 to {LongestName} visible characters on one line");
        if (key.Expires <= now)
            yield return new("expires", "must be in the future");
    }
}
