using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Postern.Tests.Support;

/// <summary>TCP ports for servers that cannot choose one themselves.</summary>
public static class FreePorts
{
    // Below the ephemeral range: the system could assign such a port to an outgoing connection before the server
    // listens.
    private const int Lowest = 10_000;
    private const int AboveHighest = 32_000;

    private static readonly ConcurrentDictionary<int, bool> Taken = new();

    /// <summary>Ports that nothing listens on, each given only once in this process.</summary>
    public static int[] Take(int count) => [.. Candidates().Where(IsFree).Take(count)];

    private static IEnumerable<int> Candidates()
    {
        while (true)
            yield return Random.Shared.Next(Lowest, AboveHighest);
    }

    private static bool IsFree(int port)
    {
        if (!Taken.TryAdd(port, true))
            return false;
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
