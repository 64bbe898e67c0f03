using System.Text;
using Postern.Contracts.Http;
using Postern.Core.Declarations;
using Postern.Core.Delivery;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Declarations;

/// <summary>Stored configurations, and files about them.</summary>
internal static class States
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    public static ConfigurationState Empty { get; } =
        new()
        {
            Configuration = Configurations.Of(),
            Parameters = new Dictionary<string, string>(),
            AllowedSenders = new Dictionary<string, AllowedSender>(),
            Contacts = new Dictionary<string, Contact>(),
            Blacklist = new Dictionary<string, BlacklistEntry>(),
            Secrets = new Dictionary<(ConfigurationSection, string), IReadOnlyList<string?>>(),
            Waiting = new WaitingDeliveries([], more: false, Now),
            Now = Now,
        };

    /// <summary>A support desk: one domain, an alias, a server in each direction.</summary>
    public static ConfigurationState Desk { get; } =
        Empty with
        {
            Configuration = Configurations.Of(
                [
                    new()
                    {
                        Id = "main",
                        Name = "example.com",
                        IsDefault = true,
                    },
                ],
                [
                    new()
                    {
                        Domain = "main",
                        LocalPart = "support",
                        Model = "ticket",
                        Status = AliasStatus.Valid,
                    },
                ],
                [new() { Name = "ticket" }],
                [
                    new()
                    {
                        Id = "smtp",
                        Name = "Relay",
                        Host = "smtp.example.com",
                        UserName = "u",
                        Port = 25,
                    },
                ],
                [
                    new()
                    {
                        Id = "box",
                        Name = "Box",
                        Host = "imap.example.com",
                        UserName = "u",
                    },
                ]
            ),
            Secrets = new Dictionary<(ConfigurationSection, string), IReadOnlyList<string?>>
            {
                [(ConfigurationSection.OutgoingServers, "smtp")] = ["outgoing-server-smtp-password", null, null],
            },
        };

    public static ConfigurationFile File(string yaml) =>
        ConfigurationFile.Read(Encoding.UTF8.GetBytes(yaml), isJson: false);

    /// <summary>The plan of a file, every variable of which is known and new.</summary>
    public static ConfigurationPlan Plan(
        ConfigurationState stored,
        string yaml,
        bool prune = false,
        EditCondition? condition = null
    )
    {
        var file = File(yaml);
        Assert.Empty(file.Problems);
        return ConfigurationPlanner.Plan(file, stored, Resolve(file), prune, condition ?? EditCondition.None);
    }

    public static IReadOnlyDictionary<DeclaredSecret, ResolvedSecret> Resolve(ConfigurationFile file) =>
        file.Secrets.ToDictionary(
            secret => secret,
            secret => new ResolvedSecret(secret.Reference.Variable, secret.Reference.Stored is not null)
        );

    public static string Lines(ConfigurationPlan plan) => string.Join('\n', plan.Changes.Select(change => change.Line));
}
