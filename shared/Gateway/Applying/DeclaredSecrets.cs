using Postern.Core.Declarations;
using Postern.Gateway.Secrets;

namespace Postern.Gateway.Applying;

/// <summary>Finds the secrets that a file refers to.</summary>
public sealed class DeclaredSecrets(ISecretStore secrets)
{
    private static readonly List<string> Fields = ["password", "clientSecret", "refreshToken"];

    /// <summary>The names in the store of password, client secret and refresh token of a server, in this order.</summary>
    internal static IReadOnlyList<string> NamesOf(ConfigurationSection section, string id) =>
        section == ConfigurationSection.OutgoingServers ? SecretNames.Outgoing(id) : SecretNames.Incoming(id);

    /// <summary>What becomes of each reference.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sent">The values of variables that were sent with it.</param>
    /// <param name="isPlan">Whether nothing is written: a value that is missing is no error then.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    internal async Task<IReadOnlyDictionary<DeclaredSecret, ResolvedSecret>> ResolveAsync(
        ConfigurationFile file,
        IReadOnlyDictionary<string, string> sent,
        bool isPlan,
        CancellationToken cancellationToken
    )
    {
        var resolved = new Dictionary<DeclaredSecret, ResolvedSecret>();
        foreach (var secret in file.Secrets.Where(secret => secret.Reference.Text is not null))
        {
            var own = NamesOf(secret.Section, secret.Id)[Fields.IndexOf(secret.Field)];
            var stored = await secrets.GetAsync(own, cancellationToken);
            resolved[secret] = secret.Reference.Variable is { } variable
                ? OfVariable(variable, sent, stored, isPlan)
                : await OfStoreAsync(secret.Reference.Stored!, own, stored, cancellationToken);
        }
        return resolved;
    }

    private static ResolvedSecret OfVariable(
        string variable,
        IReadOnlyDictionary<string, string> sent,
        string? stored,
        bool isPlan
    )
    {
        if (sent.TryGetValue(variable, out var value))
            return value.Length > 0 ? new(value, value == stored) : Missing($"'{variable}' is empty");
        return isPlan
            ? new(null, false, $"'{variable}' was not sent: whether this changes is not known", Unknown: true)
            : Missing($"'{variable}' was not sent with the file; eng/configure sends variables of its environment");
    }

    private async Task<ResolvedSecret> OfStoreAsync(
        string name,
        string own,
        string? stored,
        CancellationToken cancellationToken
    )
    {
        // It stays where it is, and with the host that it was given for.
        if (name == own)
            return stored is null ? Missing($"there is no secret '{name}' in the store") : new(null, true);
        if (!name.StartsWith(SecretReference.Shared, StringComparison.Ordinal))
            return Missing($"must be '{own}', or a secret whose name begins with '{SecretReference.Shared}'");
        var value = await secrets.GetAsync(name, cancellationToken);
        return string.IsNullOrEmpty(value)
            ? Missing($"there is no secret '{name}' in the store")
            : new(value, value == stored);
    }

    private static ResolvedSecret Missing(string problem) => new(null, false, problem);
}
