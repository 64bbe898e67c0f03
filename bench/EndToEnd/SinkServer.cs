using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postern.Bench.EndToEnd;

/// <summary>
/// The program behind <see cref="MailSink"/>: an SMTP server that accepts every mail, prints a line for each, and keeps
/// none. It ends with its standard input.
/// </summary>
internal static class SinkServer
{
    private static readonly Lock Printing = new();

    public static async Task RunAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Print(((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        // Not ReadToEndAsync: on the console's reader it does not return before the end.
        var ended = Task.Run(Console.In.ReadToEnd);
        while (true)
        {
            var accept = listener.AcceptTcpClientAsync();
            if (await Task.WhenAny(accept, ended) == ended)
                return;
            _ = ServeAsync(await accept);
        }
    }

    private static async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                using var session = new SinkSession(client.GetStream(), Print);
                await session.RunAsync();
            }
            catch (IOException)
            {
                // The client is gone, as clients go that keep connections.
            }
        }
    }

    private static void Print(string line)
    {
        lock (Printing)
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
