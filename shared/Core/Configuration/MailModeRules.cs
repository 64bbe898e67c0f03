namespace Postern.Core.Configuration;

/// <summary>Whether mail leaves at all: a copy of an environment must not write to the customers of the original.</summary>
internal static class MailModeRules
{
    /// <summary>Why mail is held, or null when it is not.</summary>
    public static string? HeldBecause(GatewayConfiguration configuration)
    {
        if (configuration.Origin.IsCopy)
            return $"The storage account '{configuration.Origin.Account}' is a copy of '{configuration.Origin.MadeIn}': mail is held until {ParameterRules.Mode} is set.";
        return configuration.Parameters.Hold ? $"{ParameterRules.Mode} is hold." : null;
    }
}
