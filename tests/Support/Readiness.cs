using System.Net.Sockets;

namespace Postern.Tests.Support;

/// <summary>
/// Asks a starting server whether it answers. An error is returned as text, so that a failed wait shows it.
/// </summary>
public static class Readiness
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>The first line that a mail server sends to a new connection.</summary>
    public static async Task<string> GreetingAsync(int port)
    {
        try
        {
            using var limit = new CancellationTokenSource(Limit);
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, limit.Token);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadLineAsync(limit.Token) ?? "closed without a greeting";
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return e.Message;
        }
    }

    /// <summary>The status of an HTTP server's answer, whatever it is.</summary>
    public static async Task<string> HttpAsync(int port)
    {
        try
        {
            using var client = new HttpClient { Timeout = Limit };
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/"));
            return $"HTTP {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return e.Message;
        }
    }
}
