using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Support.Odoo;

/// <summary>One observed case of Odoo's routing: the world before, the mails, what was seen.</summary>
public sealed partial record RoutingVector(string Id, JsonObject Json)
{
    private const string Set = "routing";

    private static readonly string OurLoopMarker = LoopMarker.Write(
        RoutingWorld.Keys,
        MessageKey.Create(DateTimeOffset.UnixEpoch, new string('0', MessageKey.IdLength)),
        "mycompany.example.com"
    );

    private JsonObject Config => Json["config"]!.AsObject();

    public static IReadOnlyList<RoutingVector> All() =>
        [
            .. Vectors
                .Cases(Set)
                .Select(name => new RoutingVector(name, JsonNode.Parse(Vectors.Read(Set, name))!.AsObject())),
        ];

    /// <summary>The cases beside the tests, whatever other cases the tests read.</summary>
    public static IReadOnlyList<RoutingVector> Copies() =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Vectors.Copies, Set), "*.json")
                .Order(StringComparer.Ordinal)
                .Select(file => new RoutingVector(
                    Path.GetFileNameWithoutExtension(file),
                    JsonNode.Parse(File.ReadAllText(file))!.AsObject()
                )),
        ];

    public int Mails => Json["emails"]!.AsArray().Count;

    /// <summary>Odoo refused the configuration itself: there was nothing to route.</summary>
    public bool ConfigurationRefused =>
        (Json["outcomes"] as JsonArray ?? []).Any(outcome => Text(outcome!["kind"]) == "config_refused");

    /// <summary>Whether the case has the form that is known here: what another one asks cannot be tried.</summary>
    public bool IsUnderstood
    {
        get
        {
            try
            {
                World();
                return Enumerable.Range(0, Mails).All(mail => Eml(mail).Length > 0);
            }
            catch (Exception)
            {
                return false;
            }
        }
    }

    public RoutingVectorWorld World() => RoutingVectorWorld.Of(Config);

    /// <summary>The raw mail, with our loop marker in place of Odoo's.</summary>
    public string Eml(int mail) => LoopMarkerId().Replace(Text(Json["emails"]![mail]!["eml"])!, $"<{OurLoopMarker}>");

    public string? FallbackModel(int mail) => Text(Json["emails"]![mail]!["process"]?["model"]);

    public string? FallbackRecord(int mail) => Text(Json["emails"]![mail]!["process"]?["thread"]);

    public MailOrigin Origin(int mail) => new("mailbox:vectors", FallbackModel: FallbackModel(mail));

    /// <summary>What Odoo did.</summary>
    public RoutingOutcome Expected(int mail)
    {
        var outcome = Json["outcomes"]![mail]!;
        var kind = Text(outcome["kind"])!;
        var routed = kind.StartsWith("routed", StringComparison.Ordinal);
        var targets = outcome["routes"]!
            .AsArray()
            .Select(route => $"{Text(route!["model"])}:{Text(route["thread"]) ?? "new"}");
        var notices = outcome["smtp"]!
            .AsArray()
            .Where(IsNotice)
            .SelectMany(sent => sent!["envelope_to"]!.AsArray())
            .Select(to => EmailAddress.Parse(Text(to)!).Address);
        var notified = outcome["messages_created"]!.AsArray().SelectMany(Notified!);
        return RoutingOutcome.Of(kind.Split("_and_"), routed ? targets : [], notices, routed ? notified : []);
    }

    private static bool IsNotice(JsonNode? sent) =>
        Text(sent!["headers"]!["From"])?.Contains("MAILER-DAEMON", StringComparison.Ordinal) == true;

    // Only e-mail is compared: an inbox of Odoo's own, and a contact without an address, have no counterpart.
    private IEnumerable<string> Notified(JsonNode message) =>
        from notification in message["notifications"]!.AsArray()
        where Text(notification!["type"]) == "email"
        let address = RoutingVectorWorld.AddressOf(Config, Text(notification["partner"]) ?? "")
        where address is not null
        select address;

    // Odoo writes false where there is no value.
    public static string? Text(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    [GeneratedRegex("<[^<>]*-loop-detection-bounce-email@[^<>]*>")]
    private static partial Regex LoopMarkerId();
}
