namespace Postern.Core.Configuration;

/// <summary>
/// Whether outgoing mail is held: a copy of an environment must not send mail to the original's recipients.
/// </summary>
internal static class MailModeRules
{
    /// <summary>Why mail is held; null when it is not.</summary>
    public static string? HeldBecause(GatewayConfiguration configuration)
    {
        var origin = configuration.Origin;
        if (origin.IsCopy)
        {
            return $"The storage account '{origin.Account}' is a copy of '{origin.MadeIn}': "
                + $"mail is held until {ParameterRules.Mode} is set.";
        }
        return configuration.Parameters.Hold ? $"{ParameterRules.Mode} is hold." : null;
    }
}
