using Microsoft.Extensions.Configuration;
using Postern.Contracts.Http;

namespace Postern.Gateway.Settings;

/// <summary>
/// The default server, from the settings <c>DefaultServer__Host</c>, <c>__Port</c>, <c>__Security</c>,
/// <c>__UserName</c>, <c>__Password</c>, <c>__VerifyCertificate</c>, <c>__Sign</c> and <c>__DailyLimit</c> (P9, P15; in
/// recipients, 0 = no limit).
/// </summary>
public sealed class DefaultServerSettings
{
    private const int DefaultDailyLimit = 200;

    public DefaultServerSettings(IConfiguration configuration)
    {
        var section = configuration.GetSection("DefaultServer");
        Password = section["Password"];
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
        };
    }

    /// <summary>The server; null when no host is set.</summary>
    public OutgoingServer? Server { get; }

    public string? Password { get; }
}
