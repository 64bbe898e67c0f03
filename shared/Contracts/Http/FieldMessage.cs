namespace Postern.Contracts.Http;

/// <summary>A message about one field of a request or of the configuration.</summary>
/// <param name="Field">The field's name in JSON; empty when the message is about the whole.</param>
/// <param name="Message">What is wrong and how to correct it.</param>
public sealed record FieldMessage(string Field, string Message);
