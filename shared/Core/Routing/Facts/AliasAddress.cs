using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;

namespace Postern.Core.Routing.Facts;

/// <summary>How reasons and claims write aliases and recipients.</summary>
public static class AliasAddress
{
    private const int NamesShown = 10;

    /// <summary>The full address of an alias, with the current name of its domain.</summary>
    public static string Of(MailAlias alias, GatewayConfiguration configuration)
    {
        var domains = configuration.AliasDomains;
        var name = domains.FirstOrDefault(domain => domain.Id == alias.Domain)?.Name ?? alias.Domain;
        return $"{alias.LocalPart}@{name}";
    }

    /// <summary>The first ten addresses of a list, as text.</summary>
    public static string Names(IReadOnlyList<EmailAddress> addresses)
    {
        if (addresses.Count == 0)
            return "nobody";
        var shown = string.Join(", ", addresses.Take(NamesShown).Select(address => address.Address));
        return addresses.Count > NamesShown ? $"{shown} and {addresses.Count - NamesShown} more" : shown;
    }
}
