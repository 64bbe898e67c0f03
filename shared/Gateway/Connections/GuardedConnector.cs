using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Postern.Core.Network;

namespace Postern.Gateway.Connections;

/// <summary>
/// Opens connections to mail servers. The address is checked after the name was resolved; certificates are verified
/// against the roots of the system and of the file <c>Tls__CaFile</c> (PEM).
/// </summary>
public sealed class GuardedConnector
{
    private readonly AddressPolicy _policy;
    private readonly X509Certificate2Collection _roots = [];

    public GuardedConnector(IConfiguration configuration, IHostEnvironment environment)
    {
        _policy =
            environment.IsDevelopment() ? AddressPolicy.Any
            : configuration.GetValue("Network:AllowPrivate", false) ? AddressPolicy.Private
            : AddressPolicy.Public;
        if (configuration["Tls:CaFile"] is { Length: > 0 } file)
            _roots.ImportFromPemFile(file);
    }

    /// <summary>Whether secrets may be sent without TLS: development only.</summary>
    public bool AllowsPlainText => _policy == AddressPolicy.Any;

    /// <summary>Connects to the first address of a host that is allowed and reachable.</summary>
    /// <exception cref="ForbiddenAddressException">The last address is not allowed.</exception>
    /// <exception cref="SocketException">The host is unknown, or the last address was not reached.</exception>
    public async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken);
        Exception? last = null;
        foreach (var address in addresses)
        {
            if (AddressGuard.Problem(address, _policy) is { } problem)
            {
                last = new ForbiddenAddressException($"Host {host} may not be connected to: {problem}.");
                continue;
            }
            try
            {
                return await ConnectAsync(address, port, cancellationToken);
            }
            catch (SocketException e)
            {
                last = e;
            }
        }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Verifies the certificate of a server; without <paramref name="verify"/> any certificate is accepted.
    /// </summary>
    internal CertificateWatch Certificates(string host, bool verify) => new(host, verify, _roots);
}

/// <summary>A host resolves to an address that the gateway may not connect to.</summary>
internal sealed class ForbiddenAddressException(string message) : Exception(message);
