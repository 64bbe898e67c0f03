using System.Text;
using System.Text.Json.Nodes;
using Postern.Core.Declarations;

namespace Postern.Core.Migration;

/// <summary>
/// Divides what was imported into files, since one has a limit: the first has everything but those contacts and entries
/// of the blacklist that do not fit.
/// </summary>
internal static class DraftParts
{
    // Of the four million bytes and half a million parts that a file may have, some are for the notes at its head.
    private const int MostBytes = 3_000_000;
    private const int MostNodes = 450_000;

    private static readonly ConfigurationSection[] People =
    [
        ConfigurationSection.Contacts,
        ConfigurationSection.AllowedSenders,
        ConfigurationSection.Blacklist,
    ];

    /// <exception cref="OdooImportException">What belongs together does not fit into one file.</exception>
    public static IReadOnlyList<IReadOnlyList<DraftEntry>> Of(OdooDraft draft)
    {
        var sections = Sections.Top.Select(section => section.Kind).ToLookup(People.Contains);
        var parts = new List<List<DraftEntry>> { Entries(draft, sections[false]).ToList() };
        var size = DraftSize.Of(parts[0]);
        if (!size.Fits)
            throw new OdooImportException("aliases", "and servers are too many for one file: import them in several");
        foreach (var entry in Entries(draft, sections[true]))
        {
            size = size.With(entry);
            if (!size.Fits)
            {
                parts.Add([]);
                size = new DraftSize(0, 0).With(entry);
            }
            parts[^1].Add(entry);
        }
        return parts;
    }

    private static IEnumerable<DraftEntry> Entries(OdooDraft draft, IEnumerable<ConfigurationSection> sections) =>
        sections.SelectMany(section => draft[section].Select(item => new DraftEntry(section, item.Key, item.Value)));

    private readonly record struct DraftSize(long Bytes, long Nodes)
    {
        private const int Punctuation = 12;
        private const int LongestEscape = 6;

        public bool Fits => Bytes <= MostBytes && Nodes <= MostNodes;

        public static DraftSize Of(IEnumerable<DraftEntry> entries) =>
            entries.Aggregate(new DraftSize(0, 0), (size, entry) => size.With(entry));

        public DraftSize With(DraftEntry entry)
        {
            var content = entry.Item.Content.ToJsonString();
            var escaped = content.Count(c => !char.IsAscii(c)) * LongestEscape;
            var members = (entry.Item.Content as JsonObject)?.Count ?? 0;
            var bytes = Encoding.UTF8.GetByteCount(entry.Key) + content.Length + escaped + Punctuation * (1 + members);
            // Values inside of others are counted by their punctuation.
            var nodes = 2 + 2 * members + content.Count(c => c is ',' or '[' or '{');
            return new DraftSize(Bytes + bytes, Nodes + nodes);
        }
    }
}

/// <summary>A resource and where it stands.</summary>
/// <param name="Section">The section.</param>
/// <param name="Key">Its name in it.</param>
/// <param name="Item">The resource.</param>
internal sealed record DraftEntry(ConfigurationSection Section, string Key, DraftItem Item);
