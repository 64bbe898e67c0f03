namespace Postern.Tests.EndToEnd;

/// <summary>Tests that start processes of their own, one after the other: together they would wait for each other only.</summary>
[CollectionDefinition(nameof(EndToEnd))]
public sealed class EndToEnd;
