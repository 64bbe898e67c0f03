namespace Postern.Core.Deliverability;

/// <summary>
/// Providers whose submission host differs from the hosts that deliver. Host: end of the submission host's name.
/// Include: the domain that the provider tells its customers to include in their SPF record.
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

    /// <summary>The domain to include for a host; null when it belongs to no known provider.</summary>
    public static string? Include(string host)
    {
        return Known.FirstOrDefault(provider => IsHostOf(provider.Host)).Include;

        bool IsHostOf(string name) =>
            host.Equals(name, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith("." + name, StringComparison.OrdinalIgnoreCase);
    }
}
