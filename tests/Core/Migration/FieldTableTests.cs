using Postern.Core.Migration;

namespace Postern.Tests.Migration;

/// <summary>The tables of Odoo's words, held against what its sources and translations say.</summary>
public sealed class FieldTableTests
{
    [Theory]
    [InlineData("ir.mail_server", "SMTP Server", "smtp_host")]
    [InlineData("ir.mail_server", "Connection Encryption", "smtp_encryption")]
    [InlineData("ir.mail_server", "FROM Filtering", "from_filter")]
    [InlineData("ir.mail_server", "Autentificare cu", "smtp_authentication")]
    [InlineData("ir.mail_server", "Cheie privată SSL", "smtp_ssl_private_key")]
    [InlineData("ir.mail_server", "Nume utilizator", "smtp_user")]
    [InlineData("ir.mail_server", "Parola", "smtp_pass")]
    [InlineData("fetchmail.server", "Server Name", "server")]
    [InlineData("fetchmail.server", "SSL/TLS", "is_ssl")]
    [InlineData("fetchmail.server", "Create a New Record", "object_id")]
    [InlineData("fetchmail.server", "Creați o înregistrare nouă", "object_id")]
    [InlineData("fetchmail.server", "Pastrați Atașamentele", "attach")]
    [InlineData("fetchmail.server", "Pastreaza Originalul", "original")]
    [InlineData("fetchmail.server", "Tip de server", "server_type")]
    [InlineData("mail.alias", "Alias domain", "alias_domain_id")]
    [InlineData("mail.alias", "Alias Domain", "alias_domain_id")]
    [InlineData("mail.alias", "Nume domeniu alias", "alias_domain")]
    [InlineData("mail.alias", "Record Thread ID", "alias_force_thread_id")]
    [InlineData("mail.alias", "ID Înregistrare Thread", "alias_force_thread_id")]
    [InlineData("mail.alias", "ID-ul thread-ului înregistrării părinte", "alias_parent_thread_id")]
    [InlineData("mail.alias", "Owner", "alias_user_id")]
    [InlineData("mail.alias.domain", "Implicit de la Alias", "default_from")]
    [InlineData("mail.alias.domain", "Salt Alias", "bounce_alias")]
    [InlineData("ir.config_parameter", "Cheie", "key")]
    [InlineData("res.partner", "Este o companie", "is_company")]
    [InlineData("res.partner", "partner_share", "partner_share")]
    public void A_title_is_that_of_its_field(string model, string title, string field) =>
        Assert.Equal(field, FieldTable.Find(model, title)?.Name);

    [Fact]
    public void No_title_stands_for_two_fields_of_a_model_and_what_has_no_counterpart_has_a_reason()
    {
        foreach (var model in FieldTable.Models)
        {
            var titles = FieldTable.Of(model).SelectMany(field => field.Titles.Select(Folded.Of).Distinct()).ToList();
            Assert.Equal(titles.Distinct().Count(), titles.Count);
            Assert.All(
                FieldTable.Of(model),
                field => Assert.Equal(field.Use == FieldUse.None, field.Reason is not null)
            );
            Assert.All(FieldTable.Of(model), field => Assert.Matches("^[a-z_0-9]+$", field.Name));
        }
    }

    [Theory]
    [InlineData("smtp_encryption", "TLS (STARTTLS)", "starttls")]
    [InlineData("smtp_authentication", "Certificat SSL", "certificate")]
    [InlineData("server_type", "POP Server", "pop")]
    [InlineData("server_type", "Outlook OAuth Authentication", "outlook")]
    [InlineData("alias_contact", "Toți", "everyone")]
    [InlineData("alias_contact", "Parteneri autentificați", "partners")]
    [InlineData("alias_contact", "Numai cei interesați", "followers")]
    [InlineData("alias_contact", "Authenticated Employees", "employees")]
    [InlineData("flag", "ADEVĂRAT", "true")]
    [InlineData("flag", "FALSE", "false")]
    public void A_label_is_that_of_its_value(string field, string label, string value) =>
        Assert.Equal(value, WordTable.Choices.Find(field, label));

    [Theory]
    [InlineData("Lead/Opportunity", "crm.lead")]
    [InlineData("Pistă/Oportunitate", "crm.lead")]
    [InlineData("Task", "project.task")]
    [InlineData("hr.expense.sheet", "hr.expense.sheet")]
    [InlineData("Candidate", "hr.candidate")]
    [InlineData("nothing like it", null)]
    public void A_name_is_that_of_its_model(string name, string? model) =>
        Assert.Equal(model, WordTable.Models.Find("models", name));
}
