using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Core.Configuration;

/// <summary>
/// Whether outgoing mail is held or redirected: a copy of an environment must not send mail to the original's
/// recipients, and a trial must not reach customers.
/// </summary>
internal static class MailModeRules
{
    /// <summary>Why mail to a recipient is held; null when it is not.</summary>
    public static string? HeldBecause(GatewayConfiguration configuration, string recipient)
    {
        if (CopyProblem(configuration.Origin) is { } copied)
            return copied;
        var parameters = configuration.Parameters;
        return parameters.Mode switch
        {
            MailMode.Live => null,
            MailMode.Redirect => Unredirected(configuration),
            MailMode.Allowlist when Allows(parameters.Allowlist, recipient) => null,
            MailMode.Allowlist => $"{ParameterRules.Mode} is allowlist, and {ParameterRules.Allowlist} does not name "
                + $"{recipient}.",
            _ => Stopped(parameters),
        };
    }

    /// <summary>The address that all mail goes to; null where mail goes to its recipients.</summary>
    public static EmailAddress? RedirectedTo(GatewayConfiguration configuration) =>
        configuration.Parameters is { Mode: MailMode.Redirect, RedirectTo: { } to }
        && EmailAddress.TryParse(to, out var address)
            ? address
            : null;

    /// <summary>Why redirected mail has no address to go to; null where it has one, and in another mode.</summary>
    public static string? Unredirected(GatewayConfiguration configuration) =>
        configuration.Parameters.Mode == MailMode.Redirect && RedirectedTo(configuration) is null
            ? $"{ParameterRules.Mode} is redirect, and {ParameterRules.RedirectTo} is no address."
            : null;

    /// <summary>What keeps mail from its recipients, for people who look at the gateway; null when nothing does.</summary>
    internal static string? Problem(GatewayConfiguration configuration)
    {
        if (CopyProblem(configuration.Origin) is { } copied)
            return copied;
        var parameters = configuration.Parameters;
        return parameters.Mode switch
        {
            MailMode.Live => null,
            MailMode.Redirect => Unredirected(configuration)
                ?? $"{ParameterRules.Mode} is redirect: all mail goes to {parameters.RedirectTo}.",
            MailMode.Allowlist => $"{ParameterRules.Mode} is allowlist: mail to others than {parameters.Allowlist} is "
                + "held.",
            _ => Stopped(parameters),
        };
    }

    private static string? CopyProblem(StorageOrigin origin) =>
        origin.IsCopy
            ? $"The storage account '{origin.Account}' is a copy of '{origin.MadeIn}': "
                + $"mail is held until {ParameterRules.Mode} is set."
            : null;

    private static string Stopped(GatewayParameters parameters) =>
        parameters.Mode == MailMode.Hold
            ? $"{ParameterRules.Mode} is hold."
            : $"{ParameterRules.Mode} is '{parameters[ParameterRules.Mode]}', which this version does not know: "
                + "mail is held.";

    // Without a list nobody is allowed; as a filter of a server it would be open to all.
    private static bool Allows(string? list, string recipient) =>
        !string.IsNullOrWhiteSpace(list)
        && EmailAddress.TryCreate(recipient, null, out var address)
        && FromFilter.Parse(list).Allows(address);
}
