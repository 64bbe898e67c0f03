namespace Postern.Contracts.Http;

/// <summary>How the gateway authenticates to a mail server.</summary>
public enum ServerAuthentication
{
    /// <summary>User name and password.</summary>
    Password,

    /// <summary>User name and an OAuth 2.0 access token (SASL XOAUTH2), as Microsoft 365 and Google require.</summary>
    Xoauth2,
}
