namespace Postern.Gateway.Probing;

/// <summary>The credentials of a test.</summary>
/// <param name="Password">The password, if there is one.</param>
/// <param name="Token">Obtains an access token for XOAUTH2; null = the password is used.</param>
public sealed record ProbeLogin(string? Password, Func<CancellationToken, Task<string>>? Token = null)
{
    public bool IsEmpty => Token is null && string.IsNullOrEmpty(Password);
}
