namespace Postern.Tests.Console;

/// <summary>Tests of the console in a browser: they share one, and two devhosts.</summary>
[CollectionDefinition(nameof(InBrowser))]
public sealed class InBrowser : ICollectionFixture<ConsoleHost>, ICollectionFixture<MailDesk>;
