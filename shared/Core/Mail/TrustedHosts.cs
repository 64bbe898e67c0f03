namespace Postern.Core.Mail;

/// <summary>
/// The mail servers whose findings about a mail are believed (parameter <c>mail.auth.trusted</c>). Such a server removes
/// fields that claim to be its own from what it receives (RFC 8601 §5), so that the topmost one is its own.
/// </summary>
internal sealed class TrustedHosts
{
    /// <summary>Value of the parameter for Exchange Online, which names no server in its fields.</summary>
    public const string Microsoft365 = "microsoft365";

    /// <summary>Value of the parameter for Gmail and Google Workspace.</summary>
    public const string Google = "google";

    private readonly HashSet<string> _names;
    private readonly HashSet<string> _domains;
    private readonly bool _unnamed;

    /// <param name="values">Names of servers and domains, and the values above.</param>
    public TrustedHosts(IEnumerable<string> values)
    {
        _names = new HashSet<string>(values, StringComparer.OrdinalIgnoreCase);
        _unnamed = _names.Remove(Microsoft365);
        if (_unnamed)
            _names.Add("microsoft.com");
        if (_names.Remove(Google))
            _names.UnionWith(["mx.google.com", "google.com"]);
        _domains = new HashSet<string>(_names, StringComparer.OrdinalIgnoreCase);
        if (_unnamed)
            _domains.UnionWith(["outlook.com", "outlook.office365.com"]);
    }

    /// <summary>Whether none is trusted.</summary>
    public bool IsEmpty => _domains.Count == 0;

    /// <summary>Whether a server's name is among them; null = a field that names no server.</summary>
    public bool Contains(string? server) => server is null ? _unnamed : _names.Contains(server);

    /// <summary>Whether a host is among them, or in a domain that is: as servers name themselves in Received.</summary>
    public bool Covers(string? host) =>
        host is not null
        && _domains.Any(domain =>
            host.Equals(domain, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>
    /// The topmost Authentication-Results field that one of them wrote; null without one. Fields below it are older, and
    /// anybody can have written them.
    /// </summary>
    /// <param name="mail">The mail.</param>
    public AuthenticationField? TopmostField(IncomingMail mail)
    {
        foreach (var text in mail.AuthenticationResults)
        {
            if (Contains(AuthenticationField.ServerOf(text)))
                return AuthenticationField.Read(text);
        }
        return null;
    }
}
