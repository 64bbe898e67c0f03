using Postern.Tests.Support;

namespace Postern.Tests.Walks;

/// <summary>Three free ports in a row, as Azurite gets them from ./run.</summary>
internal static class Blocks
{
    public static int Take()
    {
        while (true)
        {
            var first = FreePorts.Take(1)[0];
            if (IsFree(first + 1) && IsFree(first + 2))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
