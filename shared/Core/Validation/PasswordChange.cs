namespace Postern.Core.Validation;

/// <summary>What an edit does to one secret of a server. Secrets are write-only.</summary>
/// <param name="Given">Whether the edit changes the secret; otherwise the stored one is kept.</param>
/// <param name="Password">The new secret; null removes the stored one.</param>
public sealed record PasswordChange(bool Given, string? Password)
{
    public static PasswordChange None { get; } = new(false, null);
}

/// <summary>A server record with the information which of its secrets are stored.</summary>
/// <param name="Server">The record.</param>
/// <param name="Kept">Whether password, client secret and refresh token are stored, in this order.</param>
public sealed record WithPassword<T>(T Server, IReadOnlyList<bool> Kept)
{
    public bool HasPassword => Kept[0];
}
