namespace Postern.Core.Validation;

/// <summary>What an edit does to one secret of a server. It is written only, never read back.</summary>
/// <param name="Given">Whether the edit says anything of it; else it stays.</param>
/// <param name="Password">The new one; null removes it.</param>
public sealed record PasswordChange(bool Given, string? Password)
{
    public static PasswordChange None { get; } = new(false, null);
}

/// <summary>A server record, and which secrets are kept for it, in the order of their names.</summary>
public sealed record WithPassword<T>(T Server, IReadOnlyList<bool> Kept)
{
    public bool HasPassword => Kept[0];
}
