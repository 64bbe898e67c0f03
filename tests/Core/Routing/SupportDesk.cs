using Postern.Contracts.Http;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Routing;

/// <summary>The gateway of a support desk in memory, mails to it, and what became of them in one line.</summary>
internal static class SupportDesk
{
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
        desk.Contacts["anna@mycompany.example"] = new Contact
        {
            Address = "anna@mycompany.example",
            Name = "Anna Agent",
            Internal = true,
        };
        desk.Contacts["carl@customer.example"] = new Contact
        {
            Address = "carl@customer.example",
            Name = "Carl Customer",
        };
        var ticket = desk.AddThread(
            "helpdesk.ticket",
            "7",
            new Follower { Address = "anna@mycompany.example", Internal = true },
            new Follower { Address = "carl@customer.example", Name = "Carl Customer" }
        );
        desk.AddMessage(
            ticket,
            "sent-7@mycompany.example",
            new MessageAuthor("anna@mycompany.example", "Anna Agent", true)
        );
        Add("support", "helpdesk.ticket", alias => alias with { Followers = ["anna@mycompany.example"] });
        Add("sales", "crm.lead", alias => alias);
        Add("commercial", "crm.lead", alias => alias with { MatchLocalPart = true });
        Add("partners", "crm.lead", alias => alias with { ContactPolicy = ContactPolicy.Partners });
        Add("team", "crm.lead", alias => alias with { ContactPolicy = ContactPolicy.Followers, ParentThread = ticket });
        Add("diary", "helpdesk.ticket", alias => alias with { ForcedThread = "7" });
        return desk;

        void Add(string local, string model, Func<MailAlias, MailAlias> more) =>
            desk.Aliases.Add(
                more(
                    new MailAlias
                    {
                        Domain = "main",
                        LocalPart = local,
                        Model = model,
                    }
                )
            );
    }

    public static string Eml(string from, string fields, string text = "Hello.") =>
        $"{(fields.Contains("Message-Id:", StringComparison.Ordinal) ? "" : "Message-Id: <1@client.example>\n")}From: {from}\n{fields}\nSubject: Hi\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\n{text}\n";

    public static string Describe(Handled handled)
    {
        var targets = handled.Decision.Routes.Select(route =>
            route switch
            {
                Route.NewRecord made => $"{made.Alias.Model} new",
                Route.Fallback fallback => $"{fallback.Model} new",
                Route.ForcedThread forced => $"{forced.Alias.Model}/{forced.Alias.ForcedThread}",
                Route.MissingThread missing => $"{missing.Thread.Model}/{missing.Thread.Id} made",
                Route.Reply reply => $"{reply.Thread.Head.Model}/{reply.Thread.Head.Id}",
                _ => "?",
            }
        );
        var notified = handled.Notified.SelectMany(pair => pair.Value).Order(StringComparer.Ordinal).ToList();
        var told = handled.Told.Select(notice => $"{notice.Recipient} ({notice.Kind})").ToList();
        return string.Concat(
            handled.Decision.State.ToString().ToLowerInvariant(),
            handled.Decision.Routes.Count > 0 ? $": {string.Join(", ", targets)}" : "",
            notified.Count > 0 ? $"; tells: {string.Join(", ", notified)}" : "",
            told.Count > 0 ? $"; answers: {string.Join(", ", told)}" : ""
        );
    }
}
