namespace Postern.Contracts.Http;

/// <summary>A parameter as administrators see it.</summary>
/// <param name="Name">Its name, such as <c>mail.retry.days</c>.</param>
/// <param name="Value">What counts now; null = unset.</param>
/// <param name="Default">What counts when nothing is stored; null = unset.</param>
public sealed record ParameterState(string Name, string? Value, string? Default);
