namespace Postern.Contracts.Http;

/// <summary>How the gateway shows a mail server who it is.</summary>
public enum ServerAuthentication
{
    /// <summary>User name and password.</summary>
    Password,

    /// <summary>User name and an OAuth 2.0 access token (XOAUTH2), as Microsoft 365 and Google ask.</summary>
    Xoauth2,
}
