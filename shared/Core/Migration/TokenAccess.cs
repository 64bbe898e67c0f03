using Postern.Contracts.Http;

namespace Postern.Core.Migration;

/// <summary>
/// How Odoo's modules google_gmail and microsoft_outlook get their tokens: by the refresh token of each server, with a
/// client that the parameters have.
/// </summary>
/// <param name="Settings">The source of tokens.</param>
/// <param name="IsComplete">Whether the parameters had the client; else its id is to be put in.</param>
internal sealed record TokenAccess(OAuthSettings Settings, bool IsComplete)
{
    private const string MissingClient = "CLIENT-ID";
    private const string GmailEndpoint = "https://oauth2.googleapis.com/token";
    private const string GmailScope = "https://mail.google.com/";
    private const string OutlookEndpoint = "https://login.microsoftonline.com/common/oauth2/v2.0/";

    /// <param name="kind"><c>gmail</c> or <c>outlook</c>.</param>
    /// <param name="outlookScope">What the token is for at Microsoft 365.</param>
    /// <param name="parameters">Odoo's parameters.</param>
    public static TokenAccess Of(string kind, string outlookScope, IReadOnlyDictionary<string, ExportRecord> parameters)
    {
        var isGmail = kind == "gmail";
        var client = Value(isGmail ? "google_gmail_client_id" : "microsoft_outlook_client_id");
        var settings = new OAuthSettings
        {
            TokenEndpoint = isGmail ? GmailEndpoint : $"{Endpoint(Value("microsoft_outlook.endpoint"))}token",
            ClientId = client ?? MissingClient,
            Scope = isGmail ? GmailScope : $"https://outlook.office.com/{outlookScope} offline_access",
            Grant = OAuthGrant.RefreshToken,
        };
        return new TokenAccess(settings, client is not null);

        string? Value(string name) => parameters.GetValueOrDefault(name)?.Text("value");
    }

    /// <summary>What a note says about it.</summary>
    public string Message =>
        IsComplete
            ? "it gets tokens by its refresh token in Odoo; that works with the same client only, else consent anew"
            : $"it gets tokens by a client that the export does not have: put its id in the place of {MissingClient}";

    private static string Endpoint(string? endpoint) => $"{(endpoint ?? OutlookEndpoint).TrimEnd('/')}/";
}
