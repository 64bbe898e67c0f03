using System.Net.Sockets;

namespace Postern.Gateway.Connections;

/// <summary>
/// HTTP to hosts that a record or a request names: connections are checked like those to mail servers, and redirects
/// are not followed.
/// </summary>
internal static class GuardedHttp
{
    public static HttpMessageHandler Handler(GuardedConnector connector)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectCallback = async (context, cancellationToken) =>
                new NetworkStream(
                    await connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken),
                    ownsSocket: true
                ),
        };
        // Callers report a failure in the words of the system.
        handler.SslOptions.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
            connector.Certificates("", verify: true).Validate(sender, certificate, chain, errors);
        return handler;
    }
}
