namespace Postern.Core.Configuration;

/// <summary>A parameter of the gateway: its name as the page has it, its default, and which values it takes.</summary>
/// <param name="Name">Name, for example <c>mail.gateway.loop.minutes</c>.</param>
/// <param name="Default">Value when nothing is stored; null = unset.</param>
/// <param name="Problem">Says what is wrong with a value, or null.</param>
/// <param name="OfAliasDomain">The parameter is a property of the default alias domain.</param>
public sealed record ParameterDefinition(
    string Name,
    string? Default,
    Func<string, string?> Problem,
    bool OfAliasDomain = false
);
