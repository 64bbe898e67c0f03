using System.Globalization;
using Microsoft.Extensions.Configuration;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Gateway.Settings;

/// <summary>
/// The default server, from the settings <c>DefaultServer__Host</c>, <c>__Port</c>, <c>__Security</c>,
/// <c>__UserName</c>, <c>__Password</c>, <c>__VerifyCertificate</c>, <c>__Sign</c> and <c>__DailyLimit</c> (P9, P15; in
/// recipients, 0 = no limit), <c>__From</c> and <c>__PasswordExpires</c>.
/// </summary>
public sealed class DefaultServerSettings
{
    private const int DefaultDailyLimit = 200;

    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it.</exception>
    public DefaultServerSettings(IConfiguration configuration)
    {
        var section = configuration.GetSection("DefaultServer");
        Password = section["Password"];
        PasswordExpires = DateIn(section["PasswordExpires"]);
        From = AddressIn(section["From"]);
        if (section["Host"] is not { Length: > 0 } host)
            return;
        Server = new OutgoingServer
        {
            Id = OutgoingServer.DefaultId,
            Name = "Default server",
            Host = host,
            Port = section.GetValue("Port", 587),
            Security = section.GetValue("Security", ConnectionSecurity.StartTls),
            VerifyCertificate = section.GetValue("VerifyCertificate", true),
            UserName = section["UserName"] is { Length: > 0 } user ? user : null,
            Sign = section.GetValue("Sign", false),
            DailyLimit = section.GetValue("DailyLimit", DefaultDailyLimit) is > 0 and var limit ? limit : null,
            FromFilter = From,
        };
    }

    /// <summary>The server; null when no host is set.</summary>
    public OutgoingServer? Server { get; }

    public string? Password { get; }

    /// <summary>When the password ends; null when that is unknown.</summary>
    public DateTimeOffset? PasswordExpires { get; }

    /// <summary>The only address that the server sends from; null when it has no such limit.</summary>
    public string? From { get; }

    private static DateTimeOffset? DateIn(string? text)
    {
        if (text is not { Length: > 0 })
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : throw new InvalidOperationException(
                $"Setting DefaultServer__PasswordExpires is '{text}'; it must be a date, such as 2027-05-31."
            );
    }

    private static string? AddressIn(string? text)
    {
        if (text is not { Length: > 0 })
            return null;
        return EmailAddress.TryParse(text, out var address)
            ? address.Address
            : throw new InvalidOperationException(
                $"Setting DefaultServer__From is '{text}'; it must be one e-mail address."
            );
    }
}
