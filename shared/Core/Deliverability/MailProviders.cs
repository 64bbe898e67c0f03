namespace Postern.Core.Deliverability;

/// <summary>
/// Providers whose submission host is not what delivers: their SPF names the addresses that do. Left: end of the host's name. Right: what each
/// provider tells its customers to include.
/// </summary>
internal static class MailProviders
{
    private static readonly (string Host, string Include)[] Known =
    [
        ("smtp.office365.com", "spf.protection.outlook.com"),
        ("mail.protection.outlook.com", "spf.protection.outlook.com"),
        ("gmail.com", "_spf.google.com"),
        ("amazonaws.com", "amazonses.com"),
        ("azurecomm.net", "spf.protection.outlook.com"),
        ("postmarkapp.com", "spf.mtasv.net"),
        ("sendgrid.net", "sendgrid.net"),
        ("mailgun.org", "mailgun.org"),
        ("mailjet.com", "spf.mailjet.com"),
        ("brevo.com", "spf.brevo.com"),
        ("sparkpostmail.com", "sparkpostmail.com"),
        ("mandrillapp.com", "spf.mandrillapp.com"),
        ("zoho.com", "zoho.com"),
        ("zoho.eu", "zoho.eu"),
    ];

    /// <summary>The domain to include for a host; null when the host is of no provider known here.</summary>
    public static string? Include(string host) =>
        Known
            .FirstOrDefault(provider =>
                host.Equals(provider.Host, StringComparison.OrdinalIgnoreCase)
                || host.EndsWith("." + provider.Host, StringComparison.OrdinalIgnoreCase)
            )
            .Include;
}
