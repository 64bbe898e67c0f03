using System.Text.Json.Nodes;

namespace Postern.Tests.Upgrade;

/// <summary>All that a gateway of some version had stored in the middle of its work, in files.</summary>
internal sealed class Snapshot(string name, string folder)
{
    private const string FactsFile = "facts.json";
    private const string AnswersFile = "answers.json";
    private const string SentFile = "sent.jsonl";

    /// <summary>The snapshots that are part of the project, oldest first.</summary>
    public static IReadOnlyList<Snapshot> Kept { get; } =
    [
        .. Directory
            .EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "Upgrade"))
            .Order(StringComparer.Ordinal)
            .Select(folder => new Snapshot(Path.GetFileName(folder), folder)),
    ];

    public string Name => name;

    public Facts Facts => Facts.Read(File.ReadAllText(PathOf(FactsFile)));

    /// <summary>What the HTTP functions of the snapshot's version answered, by path.</summary>
    public JsonObject Answers => JsonNode.Parse(File.ReadAllText(PathOf(AnswersFile)))!.AsObject();

    /// <summary>The mails that were sent before.</summary>
    public async Task<IReadOnlyList<SentMail>> ReadSentAsync() =>
        [.. (await StoredLine.ReadAsync(PathOf(SentFile))).Select(SentMail.Read)];

    /// <summary>Writes all of it.</summary>
    public async Task WriteAsync(string storage, Facts facts, JsonObject answers, IEnumerable<SentMail> sent)
    {
        // A table that holds nothing any more must leave no file behind.
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        await StorageDump.WriteAsync(storage, folder);
        await File.WriteAllTextAsync(PathOf(FactsFile), facts.Write() + "\n");
        await File.WriteAllTextAsync(PathOf(AnswersFile), Text(answers));
        await StoredLine.SaveAsync(PathOf(SentFile), sent.Select(mail => mail.Write()));
    }

    /// <summary>
    /// Fills an empty account, where the configuration is at home and its outgoing server has another port.
    /// </summary>
    public Task LoadAsync(string storage, int smtpPort)
    {
        var (facts, account) = (Facts, Connections.AccountOf(storage));
        // Told of another account, the gateway would take itself for a copy and hold all mail.
        return new StorageLoad(
            storage,
            text =>
                text.Replace($"\"{facts.Account}\"", $"\"{account}\"", StringComparison.Ordinal)
                    .Replace($"\"port\":{facts.SmtpPort}", $"\"port\":{smtpPort}", StringComparison.Ordinal)
        ).ReadAsync(folder);
    }

    private static string Text(JsonObject json) => json.ToJsonString(StoredLine.Indented) + "\n";

    private string PathOf(string file) => Path.Combine(folder, file);
}
