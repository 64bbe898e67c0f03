using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Postern.Core.Network;

namespace Postern.Gateway.Connections;

/// <summary>
/// Opens connections to mail servers: the address is checked after the name was resolved, and certificates are checked
/// against the system's roots and those of <c>Tls__CaFile</c> (PEM).
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

    /// <summary>Connects to the first address of a host that may be connected to and answers.</summary>
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
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancellationToken);
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch (OperationCanceledException)
            {
                socket.Dispose();
                throw;
            }
        }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Checks a server's certificate; without <paramref name="verify"/> any certificate is taken.</summary>
    public RemoteCertificateValidationCallback Certificates(bool verify) =>
        (_, certificate, chain, errors) =>
        {
            if (!verify || errors == SslPolicyErrors.None)
                return true;
            // A wrong name or no certificate is never mended by another root.
            if (
                errors != SslPolicyErrors.RemoteCertificateChainErrors
                || _roots.Count == 0
                || certificate is null
                || chain is null
            )
                return false;
            using var own = new X509Chain();
            own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            own.ChainPolicy.CustomTrustStore.AddRange(_roots);
            own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
            using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return own.Build(leaf);
        };
}

/// <summary>A host resolves to an address that the gateway may not connect to.</summary>
internal sealed class ForbiddenAddressException(string message) : Exception(message);
