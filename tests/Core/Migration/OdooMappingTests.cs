namespace Postern.Tests.Migration;

/// <summary>What single records become.</summary>
public sealed class OdooMappingTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Domain = "Key,Value\nmail.catchall.domain,example.com\n";

    [Theory]
    [InlineData("none", "security: none")]
    [InlineData("None", "security: none")]
    [InlineData("Niciunul", "security: none")]
    [InlineData("ssl", "security: tls")]
    [InlineData("\"SSL/TLS, encryption only\"", "security: tls")]
    [InlineData("ssl_strict", "security: tls")]
    [InlineData("TLS (STARTTLS)", null)]
    [InlineData("\"TLS (STARTTLS), encryption and validation\"", null)]
    [InlineData("something", null)]
    public void Encryption_is_that_of_each_version(string label, string? expected)
    {
        var read = Exports.Read(("ir.mail_server.csv", $"name,smtp_host,smtp_encryption\nA,a.example.com,{label}\n"));
        Exports.Plan(read);
        Assert.Equal(expected is not null, read.Yaml.Contains(expected ?? "security:", Ordinal));
        Assert.Equal(
            label == "something",
            read.Notes.Any(note => note.Message.StartsWith("it is not known how", Ordinal))
        );
    }

    [Theory]
    [InlineData("outlook", "https://login.microsoftonline.com/common/oauth2/v2.0/token")]
    [InlineData("Gmail OAuth Authentication", "https://oauth2.googleapis.com/token")]
    public void Servers_with_tokens_whose_client_is_not_exported_are_not_active(string label, string endpoint)
    {
        var read = Exports.Read(
            ("ir.mail_server.csv", $"name,smtp_host,smtp_user,smtp_authentication\nA,a.example.com,u,{label}\n"),
            ("fetchmail.server.csv", $"name,user,server_type\nB,u@example.com,{label}\n")
        );
        Exports.Plan(read);
        Assert.Equal(2, read.Yaml.Split($"tokenEndpoint: {endpoint}\n      clientId: CLIENT-ID\n").Length - 1);
        Assert.Equal(2, read.Yaml.Split("active: false").Length - 1);
        Assert.Equal(4, read.Variables.Count);
    }

    [Theory]
    [InlineData("Complete Name,Email\n\"Acme, Ann\",ann@example.com\n", "name: Acme, Ann")]
    [InlineData("Complete Name,Name,Email\n\"Acme, Ann\",Ann,ann@example.com\n", "name: Ann\n")]
    public void A_contact_without_its_own_name_has_its_complete_one(string export, string expected) =>
        Assert.Contains(expected, Exports.Read(("res.partner.csv", export)).Yaml, Ordinal);

    [Fact]
    public void Names_that_make_the_same_identifier_are_told_apart_and_the_reserved_one_is_not_taken()
    {
        var read = Exports.Read(
            (
                "ir.mail_server.csv",
                "name,smtp_host\nDefault,a.example\nRelay,b.example\nRéláy!,c.example\n中,d.example\n"
            )
        );
        Exports.Plan(read);
        foreach (var id in new[] { "default-2", "relay", "relay-2", "server" })
            Assert.Contains($"\n  {id}:\n", read.Yaml, Ordinal);
    }

    [Theory]
    [InlineData("70000", "it would be refused: port 70000")]
    [InlineData("many", "the port is no number; here it is 25")]
    public void A_wrong_port_is_said(string port, string expected)
    {
        var read = Exports.Read(("ir.mail_server.csv", $"name,smtp_host,smtp_port\nA,a.example.com,{port}\n"));
        Exports.Plan(read);
        Assert.Contains(read.Notes, note => note.Message.StartsWith(expected, Ordinal));
    }

    [Fact]
    public void Aliases_need_an_alias_domain_and_only_one_has_an_address()
    {
        const string Aliases = "alias_name,alias_model_id/model\nsales,crm.lead\nSALES,crm.lead\n";
        var without = Exports.Read(("mail.alias.csv", Aliases));
        Assert.Empty(without.Counts.Keys);
        Assert.Contains(without.Notes, note => note.Message.StartsWith("there is no alias domain: export", Ordinal));

        var read = Exports.Read(("mail.alias.csv", Aliases), ("ir.config_parameter.csv", Domain));
        Assert.Equal(1, read.Counts["aliases"]);
        Assert.Contains(read.Notes, note => note is { Row: 3, Message: "another alias has this address already" });
    }

    [Fact]
    public void In_16_an_alias_is_taken_on_other_domains_only_if_some_are_allowed()
    {
        const string Aliases = "alias_name,alias_model_id/model\nsales,crm.lead\n";
        var plain = Exports.Read(("mail.alias.csv", Aliases), ("ir.config_parameter.csv", Domain));
        Assert.DoesNotContain("matchLocalPart", plain.Yaml, Ordinal);
        Assert.Contains(
            plain.Notes,
            note => note.Message.StartsWith("Odoo 16.0 takes an alias at every domain", Ordinal)
        );
        var allowed = Exports.Read(
            ("mail.alias.csv", Aliases),
            (
                "ir.config_parameter.csv",
                $"{Domain}mail.catchall.domain.allowed,\"example.com, not a domain,b.example\"\n"
            )
        );
        Assert.Contains("matchLocalPart: true", allowed.Yaml, Ordinal);
        Assert.Contains("mail.catchall.domain.allowed: example.com, b.example", allowed.Yaml, Ordinal);
    }

    [Fact]
    public void Since_17_an_alias_without_a_domain_takes_mail_by_its_local_part_or_none()
    {
        const string Domains = "name\nexample.com\n";
        const string Aliases = """
            alias_name,alias_domain_id,alias_model_id/model,alias_incoming_local
            sales,,crm.lead,True
            nothing,,crm.lead,
            """;
        var read = Exports.Read(("mail.alias.csv", Aliases), ("mail.alias.domain.csv", Domains));
        Exports.Plan(read);
        Assert.Contains("sales@example.com:\n    model: crm.lead\n    matchLocalPart: true", read.Yaml, Ordinal);
        Assert.DoesNotContain("nothing@", read.Yaml, Ordinal);
    }

    [Theory]
    [InlineData("alias_model_id", "Helpdesk Ticket", "helpdesk.ticket", true)]
    [InlineData("alias_model_id", "Helpdesk Ticket (helpdesk.ticket)", "helpdesk.ticket", true)]
    [InlineData("alias_model_id", "helpdesk.ticket", "helpdesk.ticket", true)]
    [InlineData("Aliased Model", "Sarcină", "project.task", true)]
    [InlineData("Aliased Model/Model", "x_rental", "x_rental", true)]
    [InlineData("alias_model_id/id", "hr_expense.model_hr_expense_sheet", "hr.expense.sheet", true)]
    [InlineData("alias_model_id/id", "studio_customization.model_x_rental", "x_rental", true)]
    [InlineData("alias_model_id/id", "__export__.ir_model_312_0a1b2c3d", "export.ir.model.312.0a1b2c3d", false)]
    [InlineData("alias_model_id", "Ünser Vorgang", "unser.vorgang", false)]
    public void A_model_is_told_by_any_of_its_names(string column, string value, string model, bool isSure)
    {
        var read = Exports.Read(
            ("mail.alias.csv", $"alias_name,{column}\nsales,{value}\n"),
            ("ir.config_parameter.csv", Domain)
        );
        Exports.Plan(read);
        Assert.Contains($"model: {model}\n", read.Yaml, Ordinal);
        Assert.Equal(!isSure, read.Notes.Any(note => note.Message.StartsWith("the export shows this model", Ordinal)));
    }

    [Theory]
    [InlineData("Ann <ann@x.example>", "ann@x.example")]
    [InlineData("\"Ann@X.example, Bob <bob@x.example>\"", "ann@x.example bob@x.example")]
    [InlineData("a@x.example;b@x.example", "a@x.example b@x.example")]
    [InlineData("a@x.example / b@x.example", "a@x.example b@x.example")]
    [InlineData("ann at x.example", "")]
    public void A_partner_has_a_contact_for_each_address(string email, string expected)
    {
        var read = Exports.Read(("res.partner.csv", $"name,email\nAnn,{email}\n"));
        var contacts = Exports.Plan(read).Changes.Select(change => change.Id);
        Assert.Equal(expected, string.Join(' ', contacts));
    }

    [Theory]
    [InlineData("partner_share", "", true)]
    [InlineData("partner_share", "True", false)]
    [InlineData("employee", "ADEVĂRAT", true)]
    [InlineData("employee", "FALS", false)]
    [InlineData("user_ids", "Ann", false)]
    public void Who_is_an_employee_is_told_by_what_the_export_has(string column, string value, bool isInternal)
    {
        var read = Exports.Read(("res.partner.csv", $"name,email,{column}\nAnn,ann@x.example,{value}\n"));
        Assert.Equal(isInternal, read.Yaml.Contains("internal: true", Ordinal));
        Assert.Equal(column == "user_ids", read.Notes.Any(note => note.Field == "user_ids"));
    }

    [Fact]
    public void What_Odoo_marks_as_no_formula_is_as_it_was()
    {
        var read = Exports.Read(("res.partner.csv", "\"name\",\"email\"\n\"'+40 Ltd\",\"ann@x.example\"\n"));
        Assert.Contains("name: \"+40 Ltd\"", read.Yaml, Ordinal);
    }

    [Fact]
    public void Mail_is_held_only_where_servers_come_with_it()
    {
        var read = Exports.Read(("res.partner.csv", "name,email\nAnn,ann@x.example\n"));
        Assert.Equal("contacts:\n  ann@x.example:\n    name: Ann\n", read.Yaml);
        Assert.Empty(read.Notes);
    }
}
