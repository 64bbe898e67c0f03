using System.Text;
using Postern.Core.Mail;
using Postern.Core.Parsing;

namespace Postern.Tests.Mail;

/// <summary>Which verdicts of filters are read, and which of them are believed.</summary>
public sealed class ContentVerdictTests
{
    private const string Ours =
        "Received: from outside.example (outside.example [192.0.2.1])\n\tby mx.mycompany.example";
    private const string Theirs = "Received: from home by outside.example";
    private const string Filter = "Received: from mx.mycompany.example by mx.mycompany.example";

    [Theory]
    [InlineData("X-Spam-Flag: YES", true)]
    [InlineData("X-Spam-Flag: NO", false)]
    [InlineData("X-Spam-Status: Yes, score=15.2 required=5.0 tests=BAYES_99", true)]
    [InlineData("X-Spam-Status: No, score=-1.0 required=5.0 tests=YES", false)]
    [InlineData("X-Spam: Yes", true)]
    [InlineData("X-Spamd-Result: default: True [15.2 / 15.0]; BAYES", true)]
    [InlineData("X-Spamd-Result: default: False [1.2 / 15.0]", false)]
    [InlineData("X-Rspamd-Action: add header", true)]
    [InlineData("X-Rspamd-Action: no action", false)]
    [InlineData("X-MS-Exchange-Organization-SCL: 5", true)]
    [InlineData("X-MS-Exchange-Organization-SCL: 1", false)]
    [InlineData("X-MS-Exchange-Organization-SCL: -1", false)]
    [InlineData("X-Forefront-Antispam-Report: CIP:192.0.2.1;CTRY:US;SCL:9;SFV:SPM;CAT:HSPM", true)]
    [InlineData("X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:1;SFV:NSPM;CAT:NONE", false)]
    [InlineData("X-SES-Spam-Verdict: FAIL", true)]
    [InlineData("X-SES-Spam-Verdict: GRAY", false)]
    [InlineData("X-Spam-Level: ******************", false)]
    [InlineData("X-Virus-Status: Infected (Eicar)", false)]
    public void Spam_is_what_the_trusted_server_says(string field, bool spam) =>
        Assert.Equal(spam ? field : null, Of($"{field}\n{Ours}").Spam);

    [Theory]
    [InlineData("X-Virus-Status: Infected (Eicar)", true)]
    [InlineData("X-Virus-Status: Clean", false)]
    [InlineData("X-Virus-Scanned: clamav-milter at mx.mycompany.example", false)]
    [InlineData("X-Amavis-Alert: INFECTED, message contains virus: Eicar", true)]
    [InlineData("X-Amavis-Alert: BAD HEADER SECTION", false)]
    [InlineData("X-Forefront-Antispam-Report: SCL:9;CAT:MALW", true)]
    [InlineData("X-SES-Virus-Verdict: FAIL", true)]
    [InlineData("X-SES-Virus-Verdict: PASS", false)]
    [InlineData("X-Spam-Flag: YES", false)]
    public void Infected_is_what_the_trusted_server_says(string field, bool infected) =>
        Assert.Equal(infected ? field : null, Of($"{field}\n{Ours}").Infected);

    [Theory]
    [InlineData(Ours + "\nX-Spam-Flag: YES")]
    [InlineData(Ours + "\n" + Theirs + "\nX-Spam-Flag: YES")]
    [InlineData(Theirs + "\n" + Ours + "\nX-Spam-Flag: YES")]
    [InlineData("X-Spam-Flag: YES\n" + Theirs)]
    [InlineData("X-Spam-Flag: YES")]
    [InlineData(Ours + "\nX-Forefront-Antispam-Report: SCL:9")]
    public void What_the_sender_could_have_written_is_not_believed(string header) => Assert.Null(Of(header).Spam);

    [Theory]
    [InlineData(Filter + "\nX-Spam-Flag: YES\n" + Ours)]
    [InlineData("Received: from a by b.mx.mycompany.example\nX-Spam-Flag: YES\n" + Ours)]
    [InlineData("X-Spam-Flag: YES\nAuthentication-Results: mx.mycompany.example; dmarc=pass\n" + Theirs)]
    [InlineData("Authentication-Results: mx.mycompany.example; spf=pass\nX-Spam-Flag: YES\n" + Theirs)]
    [InlineData(Ours + "\nX-Other: 1\nX-MS-Exchange-Organization-SCL: 6")]
    public void What_stands_in_the_trusted_servers_part_is_believed(string header) => Assert.NotNull(Of(header).Spam);

    [Fact]
    public void A_sender_cannot_take_back_what_the_trusted_server_says()
    {
        var forged = $"{Ours}\nX-Spam-Flag: NO";

        Assert.NotNull(Of($"X-Spam-Flag: YES\n{forged}").Spam);
        Assert.NotNull(Of($"X-Spam-Flag: YES\n{Ours}\n{forged}").Spam);
        Assert.Null(Of($"X-Spam-Flag: NO\n{Ours}\nX-Spam-Flag: YES\n{Ours}").Spam);
    }

    [Theory]
    [InlineData(
        "microsoft365",
        "Received: from a by AM6.eurprd04.prod.outlook.com\nX-Forefront-Antispam-Report: SCL:6\n"
    )]
    [InlineData("microsoft365", "X-Forefront-Antispam-Report: SCL:6\nAuthentication-Results: spf=pass\n")]
    [InlineData("google", "X-Spam-Flag: YES\nReceived: from a by mx.google.com\n")]
    public void The_servers_of_a_provider_are_trusted_by_its_name(string trusted, string header)
    {
        var mail = Parse($"{header}Received: from b by AM6.eurprd04.prod.outlook.com\n" + Theirs);

        Assert.NotNull(ContentVerdict.Of(mail, [trusted]).Spam);
        Assert.Null(ContentVerdict.Of(mail, ["mx.mycompany.example"]).Spam);
    }

    [Fact]
    public void Without_a_trusted_server_nothing_is_believed() =>
        Assert.Equal(ContentVerdict.None, ContentVerdict.Of(Parse($"X-Spam-Flag: YES\n{Ours}"), []));

    private static ContentVerdict Of(string header) => ContentVerdict.Of(Parse(header), ["mx.mycompany.example"]);

    private static IncomingMail Parse(string header) =>
        MailParser.Parse(Encoding.UTF8.GetBytes($"{header}\nFrom: eve@outside.example\n\nHi.\n"));
}
