using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Contracts.Http;
using Postern.Core.Selection;

namespace Postern.Tests.Vectors;

/// <summary>One observed case of Odoo's server selection: the configuration, the mail and what was seen.</summary>
internal sealed record SelectServerVector(string Id, JsonObject Json)
{
    private JsonObject Config => Json["config"]!.AsObject();

    public string From => Json["from"]?.GetValue<string>() ?? "";

    /// <summary>The address of <c>--email-from</c>, used if no alias domain has one.</summary>
    private string? FallbackFrom => Text(Config["cli"]?["email_from"]);

    /// <summary>The files of <c>POSTERN_VECTORS/select-server</c>, else the copies beside the tests, if any.</summary>
    public static IReadOnlyList<SelectServerVector> All()
    {
        var root = Environment.GetEnvironmentVariable("POSTERN_VECTORS") is { Length: > 0 } given
            ? given
            : Path.Combine(AppContext.BaseDirectory, "Vectors");
        var folder = Path.Combine(root, "select-server");
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <summary>
    /// The mail as Postern sees it. Odoo sends directly as the current company, by default the first domain's, and
    /// from the queue as the record's domain.
    /// </summary>
    public SelectServerInput Input(SendingPath path)
    {
        var domain = Domain(path);
        return new SelectServerInput(
            Request(path, domain),
            Text(Json["return_path"]) ?? domain?.BounceAddress ?? FallbackFrom
        );
    }

    public SelectServerOutcome Expected(SendingPath path)
    {
        var outcome = Json["outcome"]!;
        if (path == SendingPath.Find)
        {
            var found = outcome["find"]!;
            return new SelectServerOutcome(Key(Text(found["server"])), Canonical(Text(found["smtp_from"])), null);
        }

        var sent = outcome[path == SendingPath.Direct ? "direct" : "mail"]!["sent"]!.AsArray();
        return sent.Count == 0
            ? SelectServerOutcome.Refused
            : new SelectServerOutcome(
                SentBy(Text(sent[0]!["server"])!),
                Shown(Text(sent[0]!["header_from"])),
                Canonical(Text(sent[0]!["envelope_from"]))
            );
    }

    /// <summary>Whether the case has the outcome of the selection alone.</summary>
    public bool HasSelection => Json["config"] is JsonObject && Json["outcome"]?["find"] is JsonObject;

    /// <summary>Whether Odoo warned that nothing fits.</summary>
    public bool Warned => Json["outcome"]!["find"]!["warning"] is not null;

    private static SelectServerVector Read(string path) =>
        new(Path.GetFileNameWithoutExtension(path), JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    private ServerRequest Request(SendingPath path, AliasDomain? domain) =>
        new()
        {
            From = From,
            ExplicitServer = path == SendingPath.Find ? null : Text(Json["mail_server"]),
            Servers =
            [
                .. (Config["mail_servers"]?.AsArray() ?? []).Select((server, position) => Server(server!, position)),
            ],
            DefaultServer = new OutgoingServer
            {
                Id = "default",
                Name = "default",
                Host = "127.0.0.1",
                Port = 25,
                FromFilter = Text(Config["cli"]?["from_filter"]),
            },
            DefaultFromFilter = Text(Config["params"]?["mail.default.from_filter"]),
            Order = SelectionOrder.Odoo,
            NotificationAddress = domain is { DefaultFrom.Length: > 0 }
                ? domain.NotificationAddress
                : Address(FallbackFrom),
        };

    private static OutgoingServer Server(JsonNode server, int position) =>
        new()
        {
            Id = Text(server["key"])!,
            Name = Text(server["key"])!,
            Host = "127.0.0.1",
            Priority = server["sequence"]?.GetValue<int>() ?? 10,
            FromFilter = Text(server["from_filter"]),
            Active = server["active"]?.GetValue<bool>() ?? true,
            Created = DateTimeOffset.UnixEpoch.AddMinutes(position),
        };

    private AliasDomain? Domain(SendingPath path)
    {
        var recordDomain = path == SendingPath.Mail ? Text(Json["record_domain"]) : null;
        var wanted = recordDomain ?? SendingCompany.DomainIn(Json);
        var domain = Domains.FirstOrDefault(each => wanted is null || Text(each["name"]) == wanted);
        return domain is null
            ? null
            : new AliasDomain
            {
                Name = Text(domain["name"])!,
                Bounce = Text(domain["bounce_alias"]) ?? "",
                DefaultFrom = Text(domain["default_from"]) ?? "",
            };
    }

    private IEnumerable<JsonNode> Domains => (Config["alias_domains"]?.AsArray() ?? []).OfType<JsonNode>();

    // A record that only uses the connection of the start-up configuration is seen as that connection.
    private string SentBy(string key)
    {
        if (!key.StartsWith("cli:", StringComparison.Ordinal))
            return key;
        var record = (Config["mail_servers"]?.AsArray() ?? []).FirstOrDefault(server =>
            Text(server!["smtp_authentication"]) == "cli"
        );
        return record is null ? "default" : Text(record["key"])!;
    }

    private static string Key(string? server) => server ?? "default";

    private static string? Address(string? text) => SenderIdentity.Read(text).Address?.Address;

    private static string Canonical(string? text) => Address(text) ?? text ?? "";

    private static string Shown(string? text) => SenderIdentity.Read(text).Address?.ToString() ?? text ?? "";

    // Odoo writes false where there is no value.
    private static string? Text(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
