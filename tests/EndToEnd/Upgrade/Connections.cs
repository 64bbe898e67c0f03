namespace Postern.Tests.Upgrade;

/// <summary>What connection strings say.</summary>
internal static class Connections
{
    public static string AccountOf(string connection) =>
        connection.Split(';').Select(part => part.Split('=', 2)).Single(part => part[0] == "AccountName")[1];
}
