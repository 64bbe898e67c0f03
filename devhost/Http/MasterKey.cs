using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Postern.DevHost.Http;

/// <summary>
/// The host's master key (<c>DevHost:Keys:Master</c>), which alone opens functions of the level Admin. Without one nothing
/// does.
/// </summary>
internal sealed class MasterKey(IConfiguration settings)
{
    private const string Setting = "DevHost:Keys:Master";
    private const string Header = "x-functions-key";
    private readonly byte[] _key = Encoding.UTF8.GetBytes(settings[Setting] ?? "");

    /// <summary>Whether a request shows it.</summary>
    public bool IsIn(HttpRequest request) =>
        _key.Length > 0
        && CryptographicOperations.FixedTimeEquals(_key, Encoding.UTF8.GetBytes(request.Headers[Header].ToString()));
}
