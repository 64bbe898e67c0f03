using System.Text;
using Postern.Core.Html;
using Postern.Core.Parsing;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Tests.Parsing.Hostile;
using static Postern.Tests.Parsing.Hostile.HostileFamily;

namespace Postern.Tests.Parsing;

/// <summary>What is beyond a limit of reading is not lost: the mail fails with the reason, or its HTML is a file.</summary>
public sealed class ReadingLimitTests
{
    private const string Sender = "From: Eve <eve@stranger.example>\nTo: support@mycompany.example\n";

    [Fact]
    public void A_mail_with_too_many_parts_fails_with_that_reason() =>
        Assert.Equal(
            "Body: the mail has more than 2000 parts.",
            ProblemOf("Content-Type: multipart/mixed; boundary=b\n\n" + Repeat("--b\n\na\n", 2001))
        );

    [Fact]
    public void A_mail_with_too_many_fields_fails_with_that_reason() =>
        Assert.Equal("Header: there are more than 10000 fields.", ProblemOf(Repeat("X-A: a\n", 10_000) + "\nHi"));

    [Fact]
    public void A_mail_to_too_many_addresses_fails_with_that_reason() =>
        Assert.Equal(
            "Header: the fields name more than 50000 addresses.",
            ProblemOf(Repeat(5001, i => $"Cc: {Repeat(10, j => $"a{j}@b{i}.example, ")}\n") + "\nHi")
        );

    [Fact]
    public void A_mail_that_takes_too_much_work_fails_with_that_reason()
    {
        var raw = Encoding.ASCII.GetBytes($"{Sender}Content-Type: text/html\n\n{Repeat("<p>Hi</p>", 1000)}");

        var mail = MailParser.Parse(raw, null, new ReadingBudget(50_000));

        Assert.Equal("Body: reading the mail takes more than 50000 units of work.", mail.Problem);
        Assert.Contains("<p>Hi</p>", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Every_reader_takes_its_work_from_the_budget(string smaller, string larger) =>
        Assert.True(WorkOf(larger) > WorkOf(smaller) + 1000, $"{WorkOf(smaller)}, {WorkOf(larger)}");

    public static TheoryData<string, string> Readers =>
        new()
        {
            { "\nHi", "\n" + Repeat("Hi\n", 100) },
            { "Cc: a@b.example\n\nHi", Repeat("Cc: a@b.example\n", 100) + "\nHi" },
            { "Content-Type: text/html\n\nHi", "Content-Type: text/html\n\n" + Repeat("<br>", 100) },
            {
                "Content-Type: multipart/mixed; boundary=b\n\n",
                "Content-Type: multipart/mixed; boundary=b\n\n" + Repeat("--b\n\na\n", 100)
            },
            { "\nHi", "Content-Type: application/ms-tnef\n\n" + Repeat("a", 1000) },
            { "\nHi", "Return-Path: <>\n\nHi" },
        };

    [Fact]
    public void Every_mail_of_a_stranger_stays_far_below_the_budget()
    {
        var families = HostileHtml.Families.Concat(HostileText.Families).Concat(HostileHeaders.Families);
        foreach (var family in families.Concat(HostileParts.Families))
        {
            var raw = family.Mail(family.Count);
            var budget = new ReadingBudget(long.MaxValue);
            MailParser.Parse(raw, null, budget);
            Assert.InRange(budget.Spent, raw.Length, 10_000_000 + (50L * raw.Length));
        }
    }

    [Fact]
    public void Reading_ends_when_it_is_cancelled()
    {
        var raw = Encoding.ASCII.GetBytes($"{Sender}\nHi");

        Assert.Throws<OperationCanceledException>(() => MailParser.Parse(raw, null, new CancellationToken(true)));
    }

    [Fact]
    public void HTML_beyond_the_limits_is_a_file_and_the_text_is_shown()
    {
        var html = $"<p>See http://a.example/api/follow/0123456789abcdefghij0123456789</p>{Repeat("<div>", 600)}Hi";

        var bodies = MessageBodies.Of(new MessageContent { Html = html });

        Assert.Null(bodies.Html);
        Assert.Equal("See\n\nHi", bodies.Text);
        var file = Assert.Single(bodies.Files);
        Assert.Equal(("original.html", "text/html"), (file.Name, file.Type));
        using var reader = new StreamReader(file.Open());
        Assert.Equal(OwnTraces.RemoveFrom(html), reader.ReadToEnd());
    }

    [Fact]
    public void A_field_of_many_lines_is_read_like_one_of_few()
    {
        var many = Read("References: " + Repeat(500, i => $"<{i}@b.example>\r\n ") + "\r\n\r\nHi");

        Assert.Equal(500, many.References.Count);
        Assert.Equal("Hi", many.Text);
    }

    private static string? ProblemOf(string rest) => Read(rest).Problem;

    private static Postern.Core.Mail.IncomingMail Read(string rest) =>
        MailParser.Parse(Encoding.ASCII.GetBytes(Sender + rest));

    private static long WorkOf(string rest)
    {
        var budget = new ReadingBudget(long.MaxValue);
        MailParser.Parse(Encoding.ASCII.GetBytes(Sender + rest), null, budget);
        return budget.Spent;
    }
}
