namespace Postern.Gateway.Probing;

/// <summary>What a test authenticates with.</summary>
/// <param name="Password">The password, or null.</param>
/// <param name="Token">Gets an access token for XOAUTH2; null = the password is used.</param>
public sealed record ProbeLogin(string? Password, Func<CancellationToken, Task<string>>? Token = null)
{
    public bool IsEmpty => Token is null && string.IsNullOrEmpty(Password);
}
