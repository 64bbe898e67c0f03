using System.Text;
using Postern.Core.Declarations;
using Postern.Core.Migration;
using Postern.Tests.Declarations;

namespace Postern.Tests.Migration;

/// <summary>
/// Exports as Odoo writes them (all cells in quotes, a flag that is not set as nothing), of a small company that sells
/// and supports.
/// </summary>
internal static class Exports
{
    public const string Secret = "Hunter2-of-the-export";

    /// <summary>16.0, English, titles of the dialogue.</summary>
    public static IReadOnlyList<OdooUpload> Sixteen { get; } =
    [
        Upload(
            "Mail Server (ir.mail_server).csv",
            $"""
            "Description","FROM Filtering","SMTP Server","SMTP Port","Connection Encryption","Authenticate with","Username","Password","Priority","Active","Debugging"
            "Postmark","example.com","smtp.postmarkapp.com","587","TLS (STARTTLS)","Username","token-1","{Secret}","10","True",""
            "Newsletters","news.example.com","email-smtp.eu-west-1.amazonaws.com","465","SSL/TLS","Username","AKIA","{Secret}","20","True","True"
            "Old relay","","relay.example.com","25","None","Username","","","30","",""
            """
        ),
        Upload(
            "Incoming Mail Server (fetchmail.server).csv",
            $"""
            "Name","Active","Status","Server Name","Port","Server Type","SSL/TLS","Keep Attachments","Keep Original","Username","Password","Create a New Record","Server Priority"
            "Catchall","True","Confirmed","imap.example.com","993","IMAP Server","True","True","","catchall@example.com","{Secret}","","5"
            "Invoices","True","Confirmed","pop.example.com","995","POP Server","True","","True","invoices@example.com","{Secret}","Journal Entry","5"
            "Pipe","True","Confirmed","","0","Local Server","","True","","","","",""
            """
        ),
        Upload(
            "Email Aliases (mail.alias).csv",
            """
            "Alias Name","Alias domain","Aliased Model","Default Values","Record Thread ID","Parent Model","Parent Record Thread ID","Alias Contact Security","Custom Bounced Message","Owner"
            "sales","example.com","Lead/Opportunity","{'type': 'lead', 'team_id': 1}","0","Sales Team","1","Everyone","","Mitchell Admin"
            "Support Desk","example.com","Helpdesk Ticket","{}","0","Helpdesk Team","1","Authenticated Partners","<p>Only <b>customers</b> may write.</p>","Mitchell Admin"
            "board","example.com","Project","{'active': True, 'tags': [(6, 0, [1, 2])], 'x': None, 'rate': -1.5}","7","Project","7","Followers only","<p><br></p>","Mitchell Admin"
            "","example.com","Task","{}","0","Project","3","Everyone","","Mitchell Admin"
            "bounce","example.com","Task","{}","0","","0","Everyone","","Mitchell Admin"
            """
        ),
        Upload(
            "System Parameter (ir.config_parameter).csv",
            $"""
            "Key","Value"
            "database.secret","{Secret}"
            "mail.bounce.alias","bounce"
            "mail.catchall.alias","catchall"
            "mail.catchall.domain","Example.com"
            "mail.catchall.domain.allowed","example.com,example.net"
            "mail.default.from","notifications"
            "mail.gateway.loop.minutes","60"
            "mail.gateway.loop.threshold","0"
            "my.custom.password","{Secret}"
            "web.base.url","https://odoo.example.com"
            """
        ),
    ];

    /// <summary>17.0, Romanian.</summary>
    public static IReadOnlyList<OdooUpload> Seventeen { get; } =
    [
        Upload(
            "Domeniu e-mail (mail.alias.domain).csv",
            """
            "Nume","Secvență","Salt Alias","Catchall Alias","Implicit de la Alias","Companii"
            "magazin.example","20","respinse","raspunsuri","office@firma.example","Magazin SRL"
            "firma.example","10","bounce","catchall","notificari","Firma SRL"
            "firma.example","30","bounce2","catchall2","","Filiala SRL"
            """
        ),
        Upload(
            "Alias-uri email (mail.alias).csv",
            """
            "Alias nume","Alias Domeniu","Model de Alias","Valori implicite","Alias Contact Securitate","Detectare bazată pe partea locală a destinatarului","Stare Alias"
            "vanzari","firma.example","Pistă/Oportunitate","{}","Toți","True","Valid"
            "vanzari","magazin.example","Comandă de vânzare","{}","Parteneri autentificați","True","Nu a fost testat"
            "cereri","firma.example","Cerere internă nouă","{}","Angajați autentificați","","Nevalid"
            """
        ),
        Upload(
            "Server Mail (ir.mail_server).csv",
            $"""
            "Nume","Filtrare FROM","SMTP Server","SMTP Port","Connection Encryption","Autentificare cu","Nume utilizator","Parola","Prioritate"
            "Releu principal","firma.example","smtp.firma.example","587","TLS (STARTTLS)","Nume utilizator","postern","{Secret}","10"
            """
        ),
        Upload(
            "Contact (res.partner).csv",
            """
            "Nume","Email","Partener partajat","Activ","Este o companie"
            "Ștefan Țepeș","stefan@firma.example","","True",""
            "Client SRL","office@client.example; facturi@client.example","True","True","True"
            "Fără adresă","","True","True",""
            "Ștefan (vechi)","Stefan@Firma.example","True","",""
            """
        ),
    ];

    /// <summary>18.0, import-compatible: technical names and external ids.</summary>
    public static IReadOnlyList<OdooUpload> Eighteen { get; } =
    [
        Upload(
            "Email Domain (mail.alias.domain).csv",
            """
            "id","name","sequence","bounce_alias","catchall_alias","default_from"
            "__export__.mail_alias_domain_1_9a8b7c6d","example.com","10","bounce","catchall","notifications"
            """
        ),
        Upload(
            "Email Aliases (mail.alias).csv",
            """
            "id","alias_name","alias_domain_id/id","alias_model_id/id","alias_defaults","alias_contact","alias_incoming_local"
            "__export__.mail_alias_4_11112222","help","__export__.mail_alias_domain_1_9a8b7c6d","helpdesk.model_helpdesk_ticket","{'team_id': 2}","Everyone",""
            "__export__.mail_alias_5_11112223","loans","__export__.mail_alias_domain_1_9a8b7c6d","library.model_library_loan","{}","partners","True"
            "__export__.mail_alias_6_11112224","lost","__export__.mail_alias_domain_9_00000000","helpdesk.model_helpdesk_ticket","{}","Everyone",""
            "__export__.mail_alias_7_11112225","code","__export__.mail_alias_domain_1_9a8b7c6d","helpdesk.model_helpdesk_ticket","__import__('os').system('id')","Everyone",""
            """
        ),
        Upload(
            "ir.mail_server.csv",
            $"""
            "id","name","smtp_host","smtp_port","smtp_encryption","smtp_authentication","smtp_user","smtp_pass","google_gmail_refresh_token","from_filter","sequence"
            "__export__.ir_mail_server_3_aabbccdd","Gmail","smtp.gmail.com","587","starttls_strict","gmail","sales@example.com","","{Secret}","sales@example.com","5"
            "__export__.ir_mail_server_4_aabbccde","Certificate","mx.example.com","465","SSL/TLS, encryption and validation","certificate","","","","","6"
            "__export__.ir_mail_server_5_aabbccdf","From start options","","0","none","cli","","","","example.com","7"
            """
        ),
        Upload(
            "ir.config_parameter.csv",
            $"""
            "key","value"
            "google_gmail_client_id","123.apps.googleusercontent.com"
            "google_gmail_client_secret","{Secret}"
            "mass_mailing.mail_server_id","3"
            """
        ),
        Upload(
            "mail.blacklist.csv",
            """
            "email","active","create_date","opt_out_reason_id"
            "never@customer.example","True","2024-03-05 08:09:10","I never signed up"
            "again@customer.example","","2024-03-05 08:09:10",""
            "no address","True","",""
            """
        ),
        Upload(
            "mail.gateway.allowed.csv",
            """
            "email"
            "Monitor <monitor@example.com>"
            """
        ),
    ];

    public static OdooUpload Upload(string name, string text, string? part = null) =>
        new(part, name, Encoding.UTF8.GetBytes(text));

    public static OdooImported Read(IEnumerable<OdooUpload> uploads, int part = 1) =>
        OdooImport.Read(uploads, part, States.Now, CancellationToken.None);

    public static OdooImported Read(params (string Name, string Text)[] files) =>
        Read(files.Select(file => Upload(file.Name, file.Text)));

    /// <summary>The plan on a gateway that has nothing; an error fails the test.</summary>
    public static ConfigurationPlan Plan(OdooImported imported)
    {
        var plan = States.Plan(States.Empty, imported.Yaml);
        Assert.Equal("", string.Join('\n', plan.Errors));
        return plan;
    }
}
