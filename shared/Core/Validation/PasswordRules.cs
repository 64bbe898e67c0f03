using Postern.Contracts.Http;

namespace Postern.Core.Validation;

/// <summary>Keeps stored secrets from being sent to a host that they were not given for.</summary>
internal static class PasswordRules
{
    /// <summary>Refuses an edit that moves a server to another host without saying what becomes of its password.</summary>
    public static Edit<T> Check<T>(
        Edit<T> edit,
        string? hostBefore,
        string host,
        bool authenticates,
        PasswordChange password
    )
        where T : class =>
        Check(
            edit,
            hostBefore is not null && authenticates && !IsSame(hostBefore, host),
            "host",
            ("password", password)
        );

    /// <summary>Refuses an edit that changes where secrets go, named by <paramref name="what"/>, without saying what becomes of each.</summary>
    public static Edit<T> Check<T>(
        Edit<T> edit,
        bool moves,
        string what,
        params ReadOnlySpan<(string Field, PasswordChange Change)> kept
    )
        where T : class
    {
        if (!moves)
            return edit;
        var errors = new List<FieldMessage>(edit.Findings.Errors);
        foreach (var (field, change) in kept)
        {
            if (!change.Given)
                errors.Add(
                    new(
                        field,
                        $"must be given again, or null, when the {what} changes: the stored one was meant for another server"
                    )
                );
        }
        return edit with { Findings = edit.Findings with { Errors = errors } };
    }

    public static bool IsSame(string? before, string? after) =>
        string.Equals(before, after, StringComparison.OrdinalIgnoreCase);
}
