using System.Text;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Postern.Contracts.Http;
using Postern.Core.Declarations;
using Postern.Core.Validation;
using Postern.Tests.Support;

namespace Postern.Tests.Declarations;

/// <summary>What is exported declares just what is stored, whatever texts are in it.</summary>
public sealed class ConfigurationRoundTripProperties
{
    [Property(MaxTest = 300)]
    public void An_export_changes_nothing(string? one, string? two, int number, bool flag)
    {
        var (a, b) = (Clean(one), Clean(two));
        var stored = Stored(a, b, number, flag);
        var export = ConfigurationExport.Of(stored, [.. ConfigurationExport.SectionNames.Values]);
        foreach (var isJson in new[] { true, false })
        {
            var text = isJson ? export.ToJsonString() : YamlText.Write(export);
            var file = ConfigurationFile.Read(Encoding.UTF8.GetBytes(text), isJson);
            Assert.Empty(file.Problems);
            var secrets = file.Secrets.ToDictionary(secret => secret, _ => new ResolvedSecret(null, IsStored: true));
            var plan = ConfigurationPlanner.Plan(file, stored, secrets, prune: true, EditCondition.None);
            Assert.Equal("", plan.ToString());
        }
    }

    // What is no character cannot be stored either.
    private static string Clean(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static ConfigurationState Stored(string a, string b, int number, bool flag) =>
        States.Desk with
        {
            Configuration = Configurations.Of(
                [
                    new()
                    {
                        Id = "main",
                        Name = "example.com",
                        IsDefault = !flag,
                        FormerNames = ["old.example"],
                    },
                    new()
                    {
                        Id = "2",
                        Name = "b.example",
                        IsDefault = flag,
                        Language = flag ? "de" : null,
                    },
                ],
                [
                    new()
                    {
                        Domain = "main",
                        LocalPart = "support",
                        Model = "ticket",
                        Defaults = new JsonObject
                        {
                            [$"1{a}"] = b,
                            ["n"] = number,
                            ["d"] = number / 8.0,
                            ["l"] = new JsonArray(a, flag, null, new JsonObject { [b] = a }, new JsonArray()),
                        },
                        Status = AliasStatus.Failed,
                        LastError = a,
                    },
                    new()
                    {
                        Domain = "2",
                        LocalPart = "1",
                        Model = "ticket",
                        ForcedThread = "007",
                        MatchLocalPart = flag,
                    },
                ],
                [
                    new()
                    {
                        Name = "ticket",
                        LinkTemplate = "https://x.example/{id}#" + Uri.EscapeDataString(a),
                        Notification = new() { Text = a, Html = b },
                    },
                ],
                [
                    new()
                    {
                        Id = "smtp",
                        Name = a,
                        Host = "smtp.example.com",
                        UserName = b,
                        Created = States.Now,
                    },
                ],
                [
                    new()
                    {
                        Id = "box",
                        Name = b,
                        Host = "imap.example.com",
                        UserName = a,
                        Folders = [a, b],
                        Active = flag,
                    },
                ]
            ) with
            {
                Texts = new Dictionary<string, DomainTexts>
                {
                    ["main"] = new()
                    {
                        Own = new Dictionary<string, IReadOnlyDictionary<string, string>>
                        {
                            ["de"] = new Dictionary<string, string>
                            {
                                ["catchall"] = $"{a}\n {{address}}\n\n{b} ".ReplaceLineEndings("\n").Trim(),
                            },
                        },
                    },
                },
            },
            Parameters = new Dictionary<string, string>
            {
                ["mail.mode"] = "hold",
                ["mail.events"] = a.Length == 0 ? "none" : a,
            },
            AllowedSenders = new Dictionary<string, AllowedSender>
            {
                ["m@c.example"] = new() { Address = "m@c.example", Note = a },
            },
            Contacts = new Dictionary<string, Contact>
            {
                ["on@c.example"] = new()
                {
                    Address = "on@c.example",
                    Name = b,
                    Active = flag,
                },
            },
            Blacklist = new Dictionary<string, BlacklistEntry>
            {
                ["x@c.example"] = new()
                {
                    Address = "x@c.example",
                    Note = a,
                    Since = States.Now.AddMinutes(-Math.Abs((long)number)),
                    Expires = flag ? null : States.Now.AddTicks(1),
                    Covers = flag ? new BlacklistEntry { Note = b } : null,
                },
            },
        };
}
