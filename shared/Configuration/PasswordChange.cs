namespace Postern.Configuration;

/// <summary>What an edit does to a server's password. It is written only, never read back.</summary>
/// <param name="Given">Whether the edit says anything of it; else it stays.</param>
/// <param name="Password">The new one; null removes it.</param>
public sealed record PasswordChange(bool Given, string? Password)
{
    public static PasswordChange None { get; } = new(false, null);
}

/// <summary>A server record, and whether a password is kept for it.</summary>
public sealed record WithPassword<T>(T Server, bool HasPassword);
