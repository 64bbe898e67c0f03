using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Smtp;

/// <summary>
/// Opens connections to outgoing servers: connects, upgrades to TLS and authenticates as the record says.
/// </summary>
public sealed class SmtpConnector(GuardedConnector connector, OutgoingLogin login)
{
    /// <exception cref="SmtpOpeningException">
    /// The server was not reached, or refused the session or the login.
    /// </exception>
    public async Task<SmtpConnection> OpenAsync(OutgoingServer server, CancellationToken cancellationToken)
    {
        var certificates = connector.Certificates(server.Host, server.VerifyCertificate);
        var connection = new SmtpConnection { ServerCertificateValidationCallback = certificates.Validate };
        try
        {
            await ConnectAsync(connection, server, cancellationToken);
            await login.AuthenticateAsync(connection, server, cancellationToken);
            return connection;
        }
        catch (Exception e)
        {
            connection.Dispose();
            if (SmtpFailure.ReadOpening(e, certificates) is { } result)
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
            var options = Options(server.Security);
            var stream = new GatheringStream(new NetworkStream(socket, ownsSocket: true));
            await connection.ConnectAsync(stream, server.Host, server.Port, options, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        // A server that offers STARTTLS and then refuses it must not receive the password and the mail in plain text.
        var offersTls = connection.Capabilities.HasFlag(SmtpCapabilities.StartTLS);
        if (server.Security != ConnectionSecurity.None && !connection.IsSecure && offersTls)
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

/// <summary>A connection could not be opened; nothing was sent.</summary>
internal sealed class SmtpOpeningException(DeliveryResult result, Exception cause) : Exception(result.Text, cause)
{
    /// <summary>The result for the mail that it was opened for.</summary>
    public DeliveryResult Result { get; } = result;
}
