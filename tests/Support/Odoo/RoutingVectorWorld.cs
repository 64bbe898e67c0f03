using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.People;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Support.Odoo.RoutingVector;

namespace Postern.Tests.Support.Odoo;

/// <summary>A case's world, set up as Postern's facts: with <c>followSender=known</c>, as Odoo has it.</summary>
public sealed class RoutingVectorWorld
{
    private readonly Dictionary<ThreadKey, string> _names = [];

    private RoutingVectorWorld(JsonObject config) => Config = config;

    public JsonObject Config { get; }

    public RoutingWorld Gateway { get; } = new();

    /// <summary>Earlier records in number, by model and sender's address.</summary>
    public List<(string Model, string Sender, int Count)> Bulk { get; } = [];

    /// <summary>Mails that were handled before.</summary>
    public List<Handled> Before { get; } = [];

    public static RoutingVectorWorld Of(JsonObject config)
    {
        var world = new RoutingVectorWorld(config);
        world.AddSettings();
        world.AddPeople();
        world.AddRecords();
        world.AddAliases();
        world.AddMessages();
        world.AddBulk();
        return world;
    }

    public Handled Receive(RoutingVector vector, int mail)
    {
        var handled = Gateway.Receive(vector.Eml(mail), vector.Origin(mail));
        foreach (var posting in handled.Claim.Postings.Where(posting => !_names.ContainsKey(posting.Thread.Key)))
        {
            var count = _names.Keys.Count(key =>
                key.Model == posting.Thread.Model && _names[key].StartsWith("new:", StringComparison.Ordinal)
            );
            _names[posting.Thread.Key] = $"new:{posting.Thread.Model}:{count + 1}";
        }
        Before.Add(handled);
        return handled;
    }

    /// <summary>The set's name of a thread that is there; null for one that is not.</summary>
    public string? NameOf(ThreadKey thread) => _names.GetValueOrDefault(thread);

    public static string? AddressOf(JsonObject config, string key)
    {
        var (list, name) = key.StartsWith("partner:", StringComparison.Ordinal)
            ? ("users", key["partner:".Length..])
            : ("partners", key);
        var entry = List(config, list).FirstOrDefault(entry => Text(entry["key"]) == name);
        return First(Text(entry?["email"]))?.Address;
    }

    // Of several addresses in the field of one contact, the first counts.
    private static EmailAddress? First(string? text) =>
        text is null ? null
        : AddressField.Read(System.Text.Encoding.UTF8.GetBytes(text)) is [var first, ..] ? first
        : null;

    private static IEnumerable<JsonNode> List(JsonObject config, string name) =>
        (config[name]?.AsArray() ?? []).OfType<JsonNode>();

    private void AddSettings()
    {
        foreach (var (name, value) in Config["params"]?.AsObject() ?? [])
            Gateway.Parameters[name] = value!.ToString();
        foreach (var domain in List(Config, "alias_domains"))
        {
            Gateway.Domains.Add(
                new AliasDomain
                {
                    Id = Text(domain["name"])!,
                    Name = Text(domain["name"])!,
                    Catchall = Text(domain["catchall_alias"]) ?? "",
                    Bounce = Text(domain["bounce_alias"]) ?? "",
                    DefaultFrom = Text(domain["default_from"]) ?? "",
                }
            );
        }
        foreach (var sender in List(Config, "gateway_allowed"))
        {
            if (EmailAddress.TryParse(Text(sender), out var address))
                Gateway.AllowedSenders.Add(address.Address);
        }
        Gateway.Models["mail.test.nothread"] = new RecordModel { TakesMail = false };
        // These have no primary e-mail field, so Odoo counts nothing for them.
        foreach (var model in new[] { "mail.test.simple", "mail.test.container" })
            Gateway.Models[model] = new RecordModel { LoopGuard = false };
    }

    private void AddPeople()
    {
        foreach (var user in List(Config, "users"))
            Add(
                user,
                isInternal: true,
                Text(user["notification_type"]) == "inbox" ? NotificationChannel.None : NotificationChannel.Email
            );
        foreach (var partner in List(Config, "partners"))
            Add(partner, isInternal: false, NotificationChannel.Email);

        void Add(JsonNode person, bool isInternal, NotificationChannel notify)
        {
            if (First(Text(person["email"])) is not { } address)
                return;
            Gateway.Contacts.TryAdd(
                address.Address,
                new Contact
                {
                    Address = address.Address,
                    Name = Text(person["name"]),
                    Internal = isInternal,
                    Notify = notify,
                    Active = person["active"]?.GetValue<bool>() ?? true,
                }
            );
        }
    }

    private void AddRecords()
    {
        var deleted = List(Config, "delete_records_sql").Select(Text).ToHashSet();
        foreach (var record in List(Config, "records").Where(record => !deleted.Contains(Text(record["key"]))))
        {
            var followers = (record["followers"]?.AsArray() ?? [])
                .Select(key => AddressOf(Config, Text(key)!))
                .OfType<string>()
                .Select(address => Gateway.Contacts[address])
                .Where(contact => contact.Active)
                .Select(contact => new Follower
                {
                    Address = contact.Address,
                    Name = contact.Name,
                    Internal = contact.Internal,
                    Notify = contact.Notify,
                })
                .ToList();
            var key = Gateway.AddThread(Text(record["model"])!, Text(record["key"])!, followers);
            _names[key] = key.Id;
        }
    }

    private void AddAliases()
    {
        var domain = Gateway.Domains.Count > 0 ? Gateway.Domains[0].Id : "";
        foreach (var alias in List(Config, "aliases"))
        {
            Gateway.Aliases.Add(
                new MailAlias
                {
                    Domain =
                        alias["domain"] is { } own ? Text(own)!
                        : alias.AsObject().ContainsKey("domain") ? ""
                        : domain,
                    LocalPart = Text(alias["name"])!.ToLowerInvariant(),
                    Model = Text(alias["model"])!,
                    ContactPolicy = Text(alias["contact"]) switch
                    {
                        "partners" => ContactPolicy.Partners,
                        "followers" => ContactPolicy.Followers,
                        _ => ContactPolicy.Everyone,
                    },
                    ForcedThread = Text(alias["force_record"]),
                    ParentThread = Text(alias["parent_record"]) is { } parent ? KeyOf(parent) : null,
                    MatchLocalPart = alias["incoming_local"]?.GetValue<bool>() ?? false,
                    RefusalText = Text(alias["bounced_content"]),
                    FollowSender = FollowSender.Known,
                }
            );
        }
        // A container's own alias feeds the container.
        foreach (var (record, name) in Config["set_alias_name"]?.AsObject() ?? [])
        {
            var key = KeyOf(record);
            Gateway.Aliases.Add(
                new MailAlias
                {
                    Domain = domain,
                    LocalPart = Text(name)!,
                    Model = key.Model,
                    ForcedThread = key.Id,
                    ParentThread = key,
                    FollowSender = FollowSender.Known,
                }
            );
        }
    }

    private void AddMessages()
    {
        foreach (var message in List(Config, "messages").Concat(List(Config, "mail_thread_messages")))
        {
            if (Text(message["message_id"]) is not { } id)
                continue;
            var thread = Text(message["record"]) is { } record
                ? KeyOf(record)
                : new ThreadKey(ThreadKey.OutboundModel, Text(message["key"])!);
            var author = Text(message["author"]) ?? "";
            var contact = AddressOf(Config, author) is { } address ? Gateway.Contacts[address] : null;
            Gateway.AddMessage(
                thread,
                id.Trim('<', '>'),
                new MessageAuthor(contact?.Address ?? "", contact?.Name, contact?.Internal ?? false),
                Text(message["subtype"]) == "mail.mt_note" ? MessageKind.Note : MessageKind.Comment
            );
        }
    }

    // Records that are there already, counted as made through whatever makes records of their model.
    private void AddBulk()
    {
        foreach (var bulk in List(Config, "bulk_records"))
        {
            if (!EmailAddress.TryParse(Text(bulk["values"]?["email_from"]), out var sender))
                continue;
            var (model, count) = (Text(bulk["model"])!, bulk["count"]!.GetValue<int>());
            Bulk.Add((model, sender.Address, count));
            var through = Gateway
                .Aliases.Where(alias => alias.Model == model && alias.ForcedThread is null)
                .Select(alias => $"{alias.LocalPart}@{alias.Domain}")
                .Append($"fallback:{model}")
                .ToList();
            if (!Gateway.SentIn.TryGetValue(sender.Address, out var mails))
                Gateway.SentIn[sender.Address] = mails = [];
            mails.AddRange(Enumerable.Repeat(new MailSentIn(Gateway.Now.AddMinutes(-1), through, []), count));
        }
    }

    private ThreadKey KeyOf(string record) =>
        new(Text(List(Config, "records").First(entry => Text(entry["key"]) == record)["model"])!, record);
}
