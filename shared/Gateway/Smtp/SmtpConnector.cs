using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Smtp;

/// <summary>Opens connections to outgoing servers: connected, upgraded and authenticated as the record says.</summary>
public sealed class SmtpConnector(GuardedConnector connector, OutgoingLogin login)
{
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(60);

    /// <summary>A new connection.</summary>
    /// <exception cref="SmtpOpeningException">The server was not reached, or did not let us in.</exception>
    public async Task<SmtpConnection> OpenAsync(OutgoingServer server, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Opening);
        var connection = new SmtpConnection
        {
            ServerCertificateValidationCallback = connector.Certificates(server.VerifyCertificate),
        };
        try
        {
            await ConnectAsync(connection, server, limit.Token);
            await login.AuthenticateAsync(connection, server, limit.Token);
            return connection;
        }
        catch (Exception e)
        {
            connection.Dispose();
            if (SmtpFailure.ReadOpening(e) is { } result)
                throw new SmtpOpeningException(result, e);
            throw;
        }
    }

    private async Task ConnectAsync(
        SmtpConnection connection,
        OutgoingServer server,
        CancellationToken cancellationToken
    )
    {
        var socket = await connector.ConnectAsync(server.Host, server.Port, cancellationToken);
        try
        {
            await connection.ConnectAsync(
                socket,
                server.Host,
                server.Port,
                Options(server.Security),
                cancellationToken
            );
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        // A server that offers STARTTLS and then refuses it must not get the mail, and the password, in plain text.
        if (
            server.Security != ConnectionSecurity.None
            && !connection.IsSecure
            && connection.Capabilities.HasFlag(SmtpCapabilities.StartTLS)
        )
            throw new NotSupportedException(
                "The server offers STARTTLS and refused it; nothing is sent in plain text."
            );
    }

    internal static SecureSocketOptions Options(ConnectionSecurity security) =>
        security switch
        {
            ConnectionSecurity.Tls => SecureSocketOptions.SslOnConnect,
            ConnectionSecurity.StartTls => SecureSocketOptions.StartTls,
            ConnectionSecurity.StartTlsWhenAvailable => SecureSocketOptions.StartTlsWhenAvailable,
            _ => SecureSocketOptions.None,
        };
}

/// <summary>A connection could not be opened; no mail was on it.</summary>
internal sealed class SmtpOpeningException(DeliveryResult result, Exception cause) : Exception(result.Text, cause)
{
    /// <summary>What it means for a mail that was to go over it.</summary>
    public DeliveryResult Result { get; } = result;
}
