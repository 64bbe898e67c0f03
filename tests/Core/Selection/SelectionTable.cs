using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Selection;

namespace Postern.Tests.Selection;

/// <summary>
/// Cases of outgoing mail as a Markdown table: why, servers (<c>id priority filter</c>, separated by <c>;</c>,
/// <c>-</c> = no filter, <c>off</c> in front = inactive; in the order of their creation), setting (<c>trusted</c>,
/// <c>bulk</c>, <c>n=</c> notification address, <c>explicit=</c>, <c>bulkServer=</c>, <c>default=</c> filter of the
/// default server, <c>order=odoo</c>), From, and the expected server (<c>none</c> = refused), header From and envelope
/// sender.
/// </summary>
internal static class SelectionTable
{
    public const string Notifications = "notifications@mycompany.com";
    public const string Bounce = "bounce@mycompany.com";

    internal sealed record Outcome(string Server, string HeaderFrom, string Envelope);

    internal sealed record Case(ServerRequest Request, EmailAddress Bounce, Outcome Outcome);

    /// <summary>The rows of the Markdown table with these seven columns, without its head.</summary>
    public static IEnumerable<string> Rows(string markdown) =>
        from line in markdown.Split('\n', StringSplitOptions.TrimEntries)
        where
            line.StartsWith('|')
            && Cells(line) is { Length: 7 } cells
            && cells[0] is not "why"
            && !cells[0].StartsWith("---", StringComparison.Ordinal)
        select line;

    public static Case Read(string row)
    {
        var cells = Cells(row);
        var expected = new Outcome(cells[4], Shown(cells[5]), cells[6]);
        return new Case(Request(cells[1], cells[2], cells[3]), EmailAddress.Parse(Bounce), expected);
    }

    public static Outcome Decide(ServerRequest request, EmailAddress? bounce)
    {
        var choice = ServerSelector.Select(request);
        if (choice.Server is null || choice.HeaderFrom is null)
            return new Outcome("none", "", "");
        var envelope = EnvelopeSender.For(choice.Server, choice.HeaderFrom, bounce);
        return new Outcome(choice.Server.Id, choice.HeaderFrom.ToString(), envelope.Address);
    }

    private static string[] Cells(string row) =>
        [.. row.Trim().Trim('|').Split('|').Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Trim())];

    private static string Shown(string from) => from.Length == 0 ? "" : EmailAddress.Parse(from).ToString();

    private static ServerRequest Request(string servers, string settings, string from)
    {
        var setting = Parts(settings)
            .Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => part.ElementAtOrDefault(1) ?? "");
        var notification = setting.GetValueOrDefault("n", Notifications);
        return new ServerRequest
        {
            From = from,
            Servers = [.. Parts(servers).Select(Server)],
            DefaultServer = setting.TryGetValue("default", out var filter) ? Server("default", 10, filter) : null,
            Order = setting.GetValueOrDefault("order") is "odoo" ? SelectionOrder.Odoo : SelectionOrder.Documented,
            NotificationAddress = notification == "none" ? null : notification,
            ExplicitServer = setting.GetValueOrDefault("explicit"),
            Bulk = setting.ContainsKey("bulk"),
            BulkServer = setting.GetValueOrDefault("bulkServer"),
            AuthorKeepsAddress = setting.ContainsKey("trusted"),
        };
    }

    private static string[] Parts(string cell) =>
        cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static OutgoingServer Server(string text, int position)
    {
        var words = text.Split(' ', 3);
        if (words[0] != "off")
            return Server(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), words[2], position);
        return Server(text["off ".Length..], position) with { Active = false };
    }

    private static OutgoingServer Server(string id, int priority, string filter, int position = 0) =>
        new()
        {
            Id = id,
            Name = $"Server {id}",
            Host = $"{id}.smtp.example",
            Priority = priority,
            FromFilter = filter == "-" ? null : filter,
            Created = DateTimeOffset.UnixEpoch.AddDays(position),
        };
}
