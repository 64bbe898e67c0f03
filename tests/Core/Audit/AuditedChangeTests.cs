using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Postern.Contracts.Http;
using Postern.Core.Audit;
using Postern.Core.Configuration;

namespace Postern.Tests.Audit;

public sealed class AuditedChangeTests
{
    private static readonly OutgoingServer Server = new()
    {
        Id = "main",
        Name = "Main",
        Host = "smtp.example",
    };

    [Fact]
    public void A_change_has_the_members_that_differ_and_no_other()
    {
        var change = AuditedChange.Of(
            "outgoing-servers/main",
            Server,
            Server with
            {
                Host = "mail.example",
                Port = 465,
            }
        );

        Assert.Equal((AuditAction.Changed, "outgoing-servers/main"), (change.Action, change.What));
        Assert.Equal("""{"host":"smtp.example","port":587}""", change.Before!.ToJsonString());
        Assert.Equal("""{"host":"mail.example","port":465}""", change.After!.ToJsonString());
    }

    [Fact]
    public void A_member_that_is_new_or_gone_is_on_one_side()
    {
        var change = AuditedChange.Of("contacts/a@b.example", new Contact { Name = "Ann" }, new Contact());
        Assert.Equal("Ann", change.Before!["name"]!.GetValue<string>());
        Assert.Null(change.After!["name"]);
    }

    [Fact]
    public void What_is_made_has_no_before_and_what_is_deleted_no_after()
    {
        var (made, gone) = (AuditedChange.Of("x", null, Server), AuditedChange.Of("x", Server, null));
        Assert.Equal((AuditAction.Created, null), (made.Action, made.Before));
        Assert.Equal((AuditAction.Deleted, null), (gone.Action, gone.After));
        Assert.True(JsonNode.DeepEquals(made.After, gone.Before));
    }

    [Fact]
    public void A_value_that_is_no_record_stands_whole()
    {
        var change = AuditedChange.Of("parameters/mail.mode", "send", "hold");
        Assert.Equal(("send", "hold"), (change.Before!.GetValue<string>(), change.After!.GetValue<string>()));
    }

    [Fact]
    public void However_much_is_changed_an_entry_fits_into_a_row()
    {
        var texts = Enumerable.Range(0, 400).ToDictionary(number => $"text{number}", _ => new string('x', 5_000));
        var list = new { list = Enumerable.Range(0, 200).ToArray() };

        var change = AuditedChange.Of("x", new { texts }, new { texts, list.list });
        Assert.Null(change.Before!["texts"]);
        Assert.Equal("… 150 more", change.After!["list"]![50]!.GetValue<string>());
        var whole = AuditedChange.Of("x", null, new { texts });
        Assert.Equal("""{"texts":"…"}""", whole.After!.ToJsonString(new() { Encoder = Unescaped }));
        var one = AuditedChange.Of("x", null, new { text = new string('x', 5_000) });
        Assert.Equal(new string('x', 500) + "…", one.After!["text"]!.GetValue<string>());
    }

    [Fact]
    public void A_secret_is_named_and_not_shown() =>
        Assert.Equal(
            """{"secret":"outgoing-main-password"}""",
            AuditedChange.OfSecret("outgoing-servers/main", "outgoing-main-password", isSet: true).After!.ToJsonString()
        );

    [Fact]
    public void Every_kind_of_row_that_people_change_is_called_as_its_path_in_the_API()
    {
        Assert.Equal("alias-domains/main/dkim", AuditedName.Of(ConfigurationKinds.DkimKeys, "main"));
        Assert.Equal("alias-domains/main/texts", AuditedName.Of(ConfigurationKinds.DomainTexts, "main"));
        Assert.Equal("allowed-senders/a@b.example", AuditedName.Of(ConfigurationKinds.AllowedSender, "a@b.example"));
        Assert.Equal("incoming-servers/box", AuditedName.Of(ConfigurationKinds.IncomingServer, "box"));
        Assert.Equal("models/m", AuditedName.Of(ConfigurationKinds.Model, "m"));
        Assert.Equal("parameters/mail.mode", AuditedName.Of(ConfigurationKinds.Parameter, "mail.mode"));
    }

    private static JavaScriptEncoder Unescaped => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
}
