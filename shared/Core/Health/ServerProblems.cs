using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;

namespace Postern.Core.Health;

/// <summary>What an administrator should know of the outgoing servers, a sentence each.</summary>
internal static class ServerProblems
{
    private const string Field = "outgoing-servers";

    // Whoever renews it may need another person's approval.
    private static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    private const string Replies = "their deliveries, in the state waiting, show the reason";

    /// <summary>What keeps mail from being sent.</summary>
    public static IEnumerable<FieldMessage> Of(ServerStatus server)
    {
        if (server.Limits.DailyProblem(server.Name) is { } daily)
            yield return new(
                Field,
                $"{daily}{Behind(server.Waiting)}; raise its dailyLimit if its provider allows more."
            );
        if (IsTrouble(server))
            yield return new(Field, $"{Trouble(server)}{Behind(server.Waiting)}; {Advice(server)}.");
        else if (server.Waiting.Late > 0)
            yield return new(Field, $"{Late(server.Waiting)} for '{server.Name}'; {Replies}.");
    }

    /// <summary>What does not keep mail from being sent, since nothing waits for it.</summary>
    public static IEnumerable<FieldMessage> Warnings(ServerStatus server)
    {
        if (server.TakesNoMail && !IsTrouble(server))
            yield return new(Field, $"{Trouble(server)}; nothing waits for it; {Advice(server)}.");
    }

    /// <summary>
    /// That the password of the default server ends soon, or has ended. Told also while no mail uses it: it would when
    /// the last record is switched off.
    /// </summary>
    public static IEnumerable<FieldMessage> Expiring(GatewayConfiguration configuration, DateTimeOffset now)
    {
        if (configuration is { DefaultServer: { } server, DefaultServerExpires: { } end } && end - now <= Notice)
            yield return new(
                Field,
                $"The password of '{server.Name}' {(end <= now ? "ended" : "ends")} {end:u}: renew it, and set "
                    + "DefaultServer__Password and DefaultServer__PasswordExpires."
            );
    }

    /// <summary>What waits for no server in use: for none, or for one that is inactive or gone.</summary>
    public static IEnumerable<FieldMessage> Outside(WaitingCount waiting)
    {
        if (waiting.Late > 0)
            yield return new(Field, $"{Late(waiting)} for no server that is active; {Replies}.");
    }

    // A paused server is trouble whether or not mail waits already; one that only failed may have been replaced.
    private static bool IsTrouble(ServerStatus server) =>
        server.Circuit.State != CircuitState.Open || (server.TakesNoMail && server.Waiting.Count > 0);

    private static string Trouble(ServerStatus server)
    {
        if (server.Limits.TroubleProblem(server.Name) is { } paused)
            return paused;
        var since = server.LastSuccess is { } last ? $" since {Time(last)} UTC" : "";
        return $"'{server.Name}' has taken no mail{since}: {server.LastError!.Text} ({Time(server.LastError.At)} UTC)";
    }

    private static string Behind(WaitingCount waiting) =>
        waiting.Count == 0
            ? ""
            : $", and {WaitingWords.Of(waiting.Count, waiting.More, "waits", "wait")} for it, the oldest since "
                + $"{Time(waiting.Oldest)} UTC";

    private static string Late(WaitingCount waiting) =>
        $"{WaitingWords.Of(waiting.Late, waiting.More, "has waited", "have waited")} for more than an hour, the oldest since "
        + $"{Time(waiting.Oldest)} UTC,";

    private static string Advice(ServerStatus server) =>
        server.Server == OutgoingServer.DefaultId
            ? "check the settings DefaultServer__Host, __Port, __Security, __UserName and __Password"
            : $"POST /api/outgoing-servers/{server.Server}/test shows at which step it fails";

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "an unknown time";
}
