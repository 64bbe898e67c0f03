using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;

namespace Postern.Core.Routing.Facts;

/// <summary>How aliases and recipients are named in reasons and claims.</summary>
public static class AliasAddress
{
    private const int NamesShown = 10;

    /// <summary>The alias's full address, by the current name of its domain.</summary>
    public static string Of(MailAlias alias, GatewayConfiguration configuration) =>
        $"{alias.LocalPart}@{configuration.AliasDomains.FirstOrDefault(domain => domain.Id == alias.Domain)?.Name ?? alias.Domain}";

    /// <summary>Addresses as a reason names them: the first ten.</summary>
    public static string Names(IReadOnlyList<EmailAddress> addresses)
    {
        if (addresses.Count == 0)
            return "nobody";
        var shown = string.Join(", ", addresses.Take(NamesShown).Select(address => address.Address));
        return addresses.Count > NamesShown ? $"{shown} and {addresses.Count - NamesShown} more" : shown;
    }
}
