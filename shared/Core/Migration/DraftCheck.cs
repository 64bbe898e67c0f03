using System.Text;
using System.Text.Json.Nodes;
using Postern.Core.Configuration;
using Postern.Core.Declarations;
using Postern.Core.Delivery;
using Postern.Core.Validation;

namespace Postern.Core.Migration;

/// <summary>
/// Writes a file, and plans it on a gateway that has nothing: what would be refused is left out, with the reason that
/// the plan gives, until nothing is.
/// </summary>
internal static class DraftCheck
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Unquoted = "what the export has";

    private static readonly ConfigurationSection[] OfServers =
    [
        ConfigurationSection.OutgoingServers,
        ConfigurationSection.IncomingServers,
    ];

    /// <summary>The file, which has no errors.</summary>
    public static string Write(
        OdooDraft draft,
        IReadOnlyList<DraftEntry> entries,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var left = entries;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var yaml = YamlText.Write(FileOf(left));
            var refused = Refused(yaml, left, now);
            if (refused.Count == 0)
                return yaml;
            foreach (var (entry, reason) in refused)
                LeaveOut(draft, entry, reason);
            left = [.. left.Where(entry => !refused.ContainsKey(entry))];
        }
    }

    private static JsonObject FileOf(IEnumerable<DraftEntry> entries) =>
        new(
            entries
                .GroupBy(entry => entry.Section)
                .OrderBy(section => section.Key)
                .Select(section =>
                    KeyValuePair.Create(
                        Sections.Of(section.Key).Name,
                        (JsonNode?)
                            new JsonObject(
                                section.Select(entry =>
                                    KeyValuePair.Create(entry.Key, (JsonNode?)entry.Item.Content.DeepClone())
                                )
                            )
                    )
                )
        );

    private static Dictionary<DraftEntry, string> Refused(
        string yaml,
        IEnumerable<DraftEntry> entries,
        DateTimeOffset now
    )
    {
        var file = ConfigurationFile.Read(Encoding.UTF8.GetBytes(yaml), isJson: false);
        var errors = file.Problems.Count > 0 ? file.Problems : Plan(file, now).Errors;
        if (errors.Count == 0)
            return [];
        var byPath = entries.ToDictionary(entry => $"{Sections.Of(entry.Section).Name}.{entry.Key}");
        var refused = new Dictionary<DraftEntry, string>();
        foreach (var error in errors)
            refused.TryAdd(At(byPath, error), $"it would be refused: {Reason(error, byPath)}");
        return refused;
    }

    private static ConfigurationPlan Plan(ConfigurationFile file, DateTimeOffset now) =>
        ConfigurationPlanner.Plan(
            file,
            Empty(now),
            new Dictionary<DeclaredSecret, ResolvedSecret>(),
            prune: false,
            EditCondition.None
        );

    // A path is that of a resource, and then that of a member; both may have dots.
    private static DraftEntry At(Dictionary<string, DraftEntry> byPath, ConfigurationMessage error)
    {
        for (var path = error.Path; path.Length > 0; path = path[..Math.Max(0, path.LastIndexOf('.'))])
        {
            if (byPath.TryGetValue(path, out var entry))
                return entry;
        }
        throw new InvalidOperationException("The import made a file that cannot be read.");
    }

    private static string Reason(ConfigurationMessage error, Dictionary<string, DraftEntry> byPath)
    {
        var entry = At(byPath, error);
        var path = $"{Sections.Of(entry.Section).Name}.{entry.Key}";
        var message = OfServers.Contains(entry.Section) ? WithoutQuotes(error.Message) : error.Message;
        return $"{error.Path[path.Length..].TrimStart('.')} {message}".TrimStart();
    }

    // Where the cells of an export are shifted, a password stands in another column. It may have marks of its own, so
    // everything between the first and the last one goes.
    private static string WithoutQuotes(string message)
    {
        var (first, last) = (message.IndexOf('\'', Ordinal), message.LastIndexOf('\''));
        return first < 0 ? message : $"{message[..first]}{Unquoted}{message[(last + 1)..]}".TrimStart();
    }

    private static void LeaveOut(OdooDraft draft, DraftEntry entry, string reason)
    {
        draft[entry.Section].Remove(entry.Key);
        var item = entry.Item;
        if (item.File is null)
            draft.Notes.Once(OdooNoteKind.LeftOut, null, $"{Sections.Of(entry.Section).Name}.{entry.Key}", reason);
        else
            draft.Notes.LeftOut(item.File, item.Row!.Value, entry.Key, null, reason);
    }

    private static ConfigurationState Empty(DateTimeOffset now) =>
        new()
        {
            Configuration = new GatewayConfiguration
            {
                Parameters = new GatewayParameters(new Dictionary<string, string>()),
                OutgoingServers = [],
                IncomingServers = [],
                AliasDomains = [],
                Aliases = [],
                Models = new Dictionary<string, Contracts.Http.RecordModel>(),
                AllowedSenders = new HashSet<string>(),
            },
            Parameters = new Dictionary<string, string>(),
            AllowedSenders = new Dictionary<string, Contracts.Http.AllowedSender>(),
            Contacts = new Dictionary<string, Contracts.Http.Contact>(),
            Blacklist = new Dictionary<string, Contracts.Http.BlacklistEntry>(),
            Secrets = new Dictionary<(ConfigurationSection, string), IReadOnlyList<string?>>(),
            Waiting = new WaitingDeliveries([], more: false, now),
            Now = now,
        };
}
