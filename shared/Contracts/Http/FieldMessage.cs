namespace Postern.Contracts.Http;

/// <summary>What is to be said of one field of a setting.</summary>
/// <param name="Field">The field's name as it is in JSON; empty when it is about the whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record FieldMessage(string Field, string Message);
