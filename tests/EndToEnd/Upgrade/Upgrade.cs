namespace Postern.Tests.Upgrade;

/// <summary>The tests on <see cref="Upgrades"/>, which share them.</summary>
[CollectionDefinition(nameof(Upgrade))]
public sealed class Upgrade : ICollectionFixture<Upgrades>;
