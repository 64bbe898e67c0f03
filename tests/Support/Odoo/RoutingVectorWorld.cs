using System.Text;
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

/// <summary>A case's world as Postern's configuration and facts, with <c>followSender=known</c> as in Odoo.</summary>
public sealed class RoutingVectorWorld
{
    private readonly Dictionary<ThreadKey, string> _names = [];

    private RoutingVectorWorld(JsonObject config) => Config = config;

    public JsonObject Config { get; }

    public RoutingWorld Gateway { get; } = new();

    /// <summary>Earlier records in number, by model and sender's address.</summary>
    public List<(string Model, string Sender, int Count)> Bulk { get; } = [];

    /// <summary>The mails of the case so far, in order.</summary>
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
        foreach (var key in handled.Claim.Postings.Select(posting => posting.Thread.Key))
        {
            if (!_names.ContainsKey(key))
                _names[key] = NewName(key.Model);
        }
        Before.Add(handled);
        return handled;
    }

    /// <summary>The set's name of an existing thread; null for one that does not exist.</summary>
    public string? NameOf(ThreadKey thread) => _names.GetValueOrDefault(thread);

    public static string? AddressOf(JsonObject config, string key)
    {
        var (list, name) = key.StartsWith("partner:", StringComparison.Ordinal)
            ? ("users", key["partner:".Length..])
            : ("partners", key);
        var entry = List(config, list).FirstOrDefault(entry => Text(entry["key"]) == name);
        return First(Text(entry?["email"]))?.Address;
    }

    private string NewName(string model)
    {
        var count = _names.Values.Count(name => name.StartsWith($"new:{model}:", StringComparison.Ordinal));
        return $"new:{model}:{count + 1}";
    }

    // Of several addresses in the field of one contact, the first counts.
    private static EmailAddress? First(string? text) =>
        text is not null && AddressField.Read(Encoding.UTF8.GetBytes(text)) is [var first, ..] ? first : null;

    private static IEnumerable<JsonNode> List(JsonObject config, string name) =>
        (config[name]?.AsArray() ?? []).OfType<JsonNode>();

    private void AddSettings()
    {
        foreach (var (name, value) in Config["params"]?.AsObject() ?? [])
            Gateway.Parameters[name] = value!.ToString();
        Gateway.Domains.AddRange(List(Config, "alias_domains").Select(DomainOf));
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

    private static AliasDomain DomainOf(JsonNode domain) =>
        new()
        {
            Id = Text(domain["name"])!,
            Name = Text(domain["name"])!,
            Catchall = Text(domain["catchall_alias"]) ?? "",
            Bounce = Text(domain["bounce_alias"]) ?? "",
            DefaultFrom = Text(domain["default_from"]) ?? "",
        };

    private void AddPeople()
    {
        foreach (var user in List(Config, "users"))
        {
            var inbox = Text(user["notification_type"]) == "inbox";
            Add(user, isInternal: true, inbox ? NotificationChannel.None : NotificationChannel.Email);
        }
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
            var key = Gateway.AddThread(Text(record["model"])!, Text(record["key"])!, FollowersOf(record));
            _names[key] = key.Id;
        }
    }

    private List<Follower> FollowersOf(JsonNode record) =>
        [
            .. from key in record["followers"]?.AsArray() ?? []
            let address = AddressOf(Config, Text(key)!)
            where address is not null
            let contact = Gateway.Contacts[address]
            where contact.Active
            select new Follower
            {
                Address = contact.Address,
                Name = contact.Name,
                Internal = contact.Internal,
                Notify = contact.Notify,
            },
        ];

    private void AddAliases()
    {
        Gateway.Aliases.AddRange(List(Config, "aliases").Select(AliasOf));
        var ofContainers = Config["set_alias_name"]?.AsObject() ?? [];
        Gateway.Aliases.AddRange(ofContainers.Select(own => ContainerAlias(KeyOf(own.Key), Text(own.Value)!)));
    }

    private MailAlias AliasOf(JsonNode alias) =>
        new()
        {
            Domain = DomainOfAlias(alias),
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
        };

    // A container's own alias feeds the container.
    private MailAlias ContainerAlias(ThreadKey container, string localPart) =>
        new()
        {
            Domain = FirstDomain,
            LocalPart = localPart,
            Model = container.Model,
            ForcedThread = container.Id,
            ParentThread = container,
            FollowSender = FollowSender.Known,
        };

    // A domain of null is no domain; without the member it is the first one.
    private string DomainOfAlias(JsonNode alias) =>
        alias["domain"] is { } own ? Text(own)!
        : alias.AsObject().ContainsKey("domain") ? ""
        : FirstDomain;

    private string FirstDomain => Gateway.Domains.Count > 0 ? Gateway.Domains[0].Id : "";

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

    // Existing records count as made through every way that makes records of their model.
    private void AddBulk()
    {
        foreach (var bulk in List(Config, "bulk_records"))
        {
            if (!EmailAddress.TryParse(Text(bulk["values"]?["email_from"]), out var sender))
                continue;
            var (model, count) = (Text(bulk["model"])!, bulk["count"]!.GetValue<int>());
            Bulk.Add((model, sender.Address, count));
            if (!Gateway.SentIn.TryGetValue(sender.Address, out var mails))
                Gateway.SentIn[sender.Address] = mails = [];
            mails.AddRange(Enumerable.Repeat(new MailSentIn(Gateway.Now.AddMinutes(-1), WaysTo(model), []), count));
        }
    }

    private List<string> WaysTo(string model) =>
        [
            .. Gateway
                .Aliases.Where(alias => alias.Model == model && alias.ForcedThread is null)
                .Select(alias => $"{alias.LocalPart}@{alias.Domain}"),
            $"fallback:{model}",
        ];

    private ThreadKey KeyOf(string record) =>
        new(Text(List(Config, "records").First(entry => Text(entry["key"]) == record)["model"])!, record);
}
