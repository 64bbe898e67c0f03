using Postern.Client;
using Postern.DeskSample;

var connection =
    Environment.GetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING")
    ?? throw new InvalidOperationException("Set AZURE_STORAGE_CONNECTION_STRING.");
await new SupportDesk(new PosternClient(connection), Console.In, Console.Out).RunAsync(CancellationToken.None);
