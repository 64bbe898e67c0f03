using System.Text.RegularExpressions;

namespace Postern.Core.Declarations;

/// <summary>
/// What a file says instead of a secret: <c>env:NAME</c>, a variable of whoever sends the file, or <c>secret:NAME</c>, a
/// secret of the store.
/// </summary>
/// <param name="Text">The reference as it was written; null = the secret is removed.</param>
public sealed partial record SecretReference(string? Text)
{
    /// <summary>
    /// How the names of secrets begin that an administrator puts into the store for files. No other secret can be named,
    /// so that no file sends a key of the gateway to a server.
    /// </summary>
    public const string Shared = "config-";

    internal const string Rule =
        "must be env:NAME, a variable of the program that sends this file, or secret:NAME, a secret of the store; "
        + "never the secret itself";

    private const string EnvironmentPrefix = "env:";
    private const string StorePrefix = "secret:";

    /// <summary>Name of the variable; null when it is none.</summary>
    public string? Variable =>
        Text?.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) == true ? Text[EnvironmentPrefix.Length..] : null;

    /// <summary>Name of the secret of the store; null when it is none.</summary>
    public string? Stored =>
        Text?.StartsWith(StorePrefix, StringComparison.Ordinal) == true ? Text[StorePrefix.Length..] : null;

    internal static string Of(string storedName) => StorePrefix + storedName;

    /// <summary>Whether a text is a reference. The message about one that is none must not repeat it.</summary>
    internal static bool IsOne(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"\A(env:[A-Za-z_][A-Za-z0-9_]{0,199}|secret:[A-Za-z0-9-]{1,127})\z", RegexOptions.NonBacktracking)]
    private static partial Regex Form();
}

/// <summary>What became of a reference.</summary>
/// <param name="Value">The secret; null when it is missing.</param>
/// <param name="IsStored">Whether the server has just this secret already.</param>
/// <param name="Problem">Why it is missing.</param>
/// <param name="Unknown">Whether it is only not known: nobody has sent it along, and nothing is written yet.</param>
public sealed record ResolvedSecret(string? Value, bool IsStored, string? Problem = null, bool Unknown = false);

/// <summary>A reference and where it stands.</summary>
/// <param name="Section">The section of the file.</param>
/// <param name="Id">The server.</param>
/// <param name="Field">Member of the server: <c>password</c>, <c>clientSecret</c> or <c>refreshToken</c>.</param>
/// <param name="Reference">The reference.</param>
public sealed record DeclaredSecret(ConfigurationSection Section, string Id, string Field, SecretReference Reference);
