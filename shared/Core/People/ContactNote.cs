namespace Postern.Core.People;

/// <summary>A log note on an address.</summary>
public sealed record ContactNote(DateTimeOffset Time, string Text);
