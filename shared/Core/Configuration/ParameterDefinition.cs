namespace Postern.Core.Configuration;

/// <summary>A parameter of the gateway.</summary>
/// <param name="Name">Name, for example <c>mail.gateway.loop.minutes</c>.</param>
/// <param name="Default">Value when none is stored; null = unset.</param>
/// <param name="Problem">Returns what is wrong with a value, or null when it is valid.</param>
/// <param name="OfAliasDomain">Whether the parameter is a property of the default alias domain.</param>
public sealed record ParameterDefinition(
    string Name,
    string? Default,
    Func<string, string?> Problem,
    bool OfAliasDomain = false
);
