using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Routing;

/// <summary>The gateway of a support desk in memory, mails to it, and one line about the outcome of each.</summary>
internal static class SupportDesk
{
    public const string Carl = "Carl <carl@customer.example>";
    public const string Nora = "Nora <nora@new.example>";
    public const string Anna = "Anna <anna@mycompany.example>";

    public const string ToCatchall = "To: catchall@mycompany.example";
    public const string ToSupport = "To: support@mycompany.example";
    public const string ToSales = "To: sales@mycompany.example";

    // The ticket that Anna and Carl follow has one message.
    public const string AnswersTicket = "In-Reply-To: <sent-7@mycompany.example>";
    public const string RefersToTicket = "References: <sent-7@mycompany.example>";

    public static readonly MessageAuthor AnnaAgent = new("anna@mycompany.example", "Anna Agent", true);

    public static RoutingWorld Desk()
    {
        var desk = new RoutingWorld();
        desk.Parameters["mail.catchall.domain.allowed"] = "mycompany.example,branch.example";
        desk.Domains.Add(
            new AliasDomain
            {
                Id = "main",
                Name = "mycompany.example",
                IsDefault = true,
                FormerNames = ["old.example"],
                FormerCatchalls = ["replies"],
                FormerBounces = ["returns"],
            }
        );
        AddContact(desk, "anna@mycompany.example", "Anna Agent", isInternal: true);
        AddContact(desk, "carl@customer.example", "Carl Customer", isInternal: false);
        AddAliases(desk, AddTicket(desk));
        return desk;
    }

    public static MailAlias Alias(string localPart, string model) =>
        new()
        {
            Domain = "main",
            LocalPart = localPart,
            Model = model,
        };

    /// <summary>A mail with the given header fields; without a Message-Id among them it gets a fixed one.</summary>
    public static string Eml(string from, string fields, string text = "Hello.")
    {
        var hasId = fields.Contains("Message-Id:", StringComparison.Ordinal);
        var id = hasId ? "" : "Message-Id: <1@client.example>\n";
        return $"{id}From: {from}\n{fields}\nSubject: Hi\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\n{text}\n";
    }

    public static string Describe(Handled handled)
    {
        var targets = handled.Decision.Routes.Select(TargetOf).ToList();
        var notified = handled.Notified.SelectMany(pair => pair.Value).Order(StringComparer.Ordinal).ToList();
        var notices = handled.Told.Select(notice => $"{notice.Recipient} ({notice.Kind})").ToList();
        return string.Concat(
            handled.Decision.State.ToString().ToLowerInvariant(),
            Listed(": ", targets),
            Listed("; tells: ", notified),
            Listed("; answers: ", notices)
        );
    }

    private static string Listed(string label, List<string> items) =>
        items.Count > 0 ? label + string.Join(", ", items) : "";

    private static string TargetOf(Route route) =>
        route switch
        {
            Route.NewRecord made => $"{made.Alias.Model} new",
            Route.Fallback fallback => $"{fallback.Model} new",
            Route.ForcedThread forced => $"{forced.Alias.Model}/{forced.Alias.ForcedThread}",
            Route.MissingThread missing => $"{missing.Thread.Model}/{missing.Thread.Id} made",
            Route.Reply reply => $"{reply.Thread.Head.Model}/{reply.Thread.Head.Id}",
            _ => "?",
        };

    private static void AddContact(RoutingWorld desk, string address, string name, bool isInternal) =>
        desk.Contacts[address] = new Contact
        {
            Address = address,
            Name = name,
            Internal = isInternal,
        };

    private static ThreadKey AddTicket(RoutingWorld desk)
    {
        var ticket = desk.AddThread(
            "helpdesk.ticket",
            "7",
            new Follower { Address = "anna@mycompany.example", Internal = true },
            new Follower { Address = "carl@customer.example", Name = "Carl Customer" }
        );
        desk.AddMessage(ticket, "sent-7@mycompany.example", AnnaAgent);
        return ticket;
    }

    private static void AddAliases(RoutingWorld desk, ThreadKey ticket) =>
        desk.Aliases.AddRange(
            Alias("support", "helpdesk.ticket") with
            {
                Followers = ["anna@mycompany.example"],
            },
            Alias("sales", "crm.lead"),
            Alias("commercial", "crm.lead") with
            {
                MatchLocalPart = true,
            },
            Alias("partners", "crm.lead") with
            {
                ContactPolicy = ContactPolicy.Partners,
            },
            Alias("team", "crm.lead") with
            {
                ContactPolicy = ContactPolicy.Followers,
                ParentThread = ticket,
            },
            Alias("diary", "helpdesk.ticket") with
            {
                ForcedThread = "7",
            }
        );
}
