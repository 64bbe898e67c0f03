using System.Globalization;

namespace Postern.Core.Limits;

/// <summary>Why sending through a server is paused, for administrators.</summary>
internal static class ServerHealthWords
{
    public static string Describe(ServerHealth health, DateTimeOffset until)
    {
        var what = health.Trouble switch
        {
            ServerTrouble.Limit when health.Silent => "is parked since it does not answer in time",
            ServerTrouble.Limit => "is parked since it said that it takes no mail now",
            ServerTrouble.Authentication => "refuses our credentials",
            _ => $"refused {ServerHealthRules.RefusedRecipients} recipients in a row with the same words",
        };
        var time = until.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var words = health.Silent ? "" : $" It said: {health.Why}";
        return $"The server {what}; it is tried again at {time} UTC.{words}";
    }
}
