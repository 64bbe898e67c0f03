using System.Net.Sockets;

namespace Postern.Tests.Support;

/// <summary>Asks a server that is being started whether it answers. Trouble is an answer too: it is what a failed wait shows.</summary>
public static class Readiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The first line that a mail server says to a new connection.</summary>
    public static async Task<string> GreetingAsync(int port)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, patience.Token);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadLineAsync(patience.Token) ?? "closed without a greeting";
        }
        catch (Exception trouble) when (trouble is SocketException or IOException or OperationCanceledException)
        {
            return trouble.Message;
        }
    }

    /// <summary>The status of an HTTP server's answer, whatever it is.</summary>
    public static async Task<string> HttpAsync(int port)
    {
        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"));
            return $"HTTP {(int)answer.StatusCode}";
        }
        catch (Exception trouble) when (trouble is HttpRequestException or OperationCanceledException)
        {
            return trouble.Message;
        }
    }
}
