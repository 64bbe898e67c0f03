using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Postern.DevHost.Functions;

namespace Postern.DevHost.Http;

/// <summary>
/// The keys in the configuration section <c>DevHost:Keys</c>: <c>Master</c> is valid for everything, <c>Host:{name}</c>
/// for every function of the level Function, <c>Function:{function}:{name}</c> for one of them, <c>Get:{name}</c> for
/// those that accept only GET.
/// </summary>
internal sealed class FunctionKeys(IConfiguration section)
{
    private readonly string? _master = section["Master"];
    private readonly string[] _host = Values(section.GetSection("Host"));
    private readonly string[] _get = Values(section.GetSection("Get"));

    private readonly Dictionary<string, string[]> _function = section
        .GetSection("Function")
        .GetChildren()
        .ToDictionary(function => function.Key, Values, StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of the functions that have keys of their own.</summary>
    public IEnumerable<string> Functions => _function.Keys;

    public bool Allows(HttpFunction function, string? key) =>
        function.Level switch
        {
            AuthorizationLevel.Anonymous => true,
            _ when string.IsNullOrEmpty(key) => false,
            AuthorizationLevel.Admin => IsMaster(key),
            _ => IsMaster(key) || OpensFunction(function, key),
        };

    private bool OpensFunction(HttpFunction function, string key) =>
        _host
            .Concat(_function.GetValueOrDefault(function.Name, []))
            .Concat(function.OnlyReads ? _get : [])
            .Any(known => Same(known, key));

    private bool IsMaster(string key) => !string.IsNullOrEmpty(_master) && Same(_master, key);

    private static string[] Values(IConfigurationSection keys) =>
        [.. keys.GetChildren().Select(key => key.Value).OfType<string>().Where(value => value.Length > 0)];

    private static bool Same(string known, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(given));
}
