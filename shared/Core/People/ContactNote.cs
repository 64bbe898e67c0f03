namespace Postern.Core.People;

/// <summary>A log note on an address: what happened to it, and when.</summary>
public sealed record ContactNote(DateTimeOffset Time, string Text);
