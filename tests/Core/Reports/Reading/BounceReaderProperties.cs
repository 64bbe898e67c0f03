using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Postern.Core.Parsing;
using Postern.Core.Reports;

namespace Postern.Tests.Reports.Reading;

public class BounceReaderProperties
{
    private static readonly byte[][] Mails = [.. BounceMails.Names.Select(BounceMails.Bytes)];

    // csharpier-ignore
    private static readonly string[] Soup =
    [
        "\n", "\n\n", " ", ": ", ":", ";", "<", ">", "@", "...", "a@b.example", "<c@d.example>:", "rfc822;",
        "Final-Recipient: ", "Original-Recipient: ", "Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; ",
        "550 5.1.1 ", "5.0.0", "Reporting-MTA: ", "could not be delivered",
        "--- Below this line is a copy of the message.", "Received: ", "Message-ID: <x@y.example>", "user unknown",
        "RCPT TO:", "\\x{FC}", "\\x{110000}", "ü", "--B\n", "--B--", "Content-Type: message/delivery-status\n\n",
        "Content-Type: message/rfc822\n\n", "\0",
    ];

    [Property(MaxTest = 1000)]
    public Property Wild_words_never_throw() =>
        Prop.ForAll(
            Gen.Elements(Soup).ListOf().Select(words => Report(string.Concat(words))).ToArbitrary(),
            ReadsTheSameTwice
        );

    [Property(MaxTest = 1000)]
    public Property A_mutated_report_never_throws() => Prop.ForAll(Mutated().ToArbitrary(), ReadsTheSameTwice);

    [Property(MaxTest = 500)]
    public bool Any_reply_has_a_diagnosis(string text, int code, string status) =>
        Diagnosis.Of(text, code, status) == Diagnosis.Of(text, code, status);

    [Theory]
    [InlineData("a@")]
    [InlineData("<a@b.example>: ")]
    [InlineData("Final-Recipient: a@b.example\n")]
    [InlineData("Final-Recipient: x\n x")]
    [InlineData("550 5.1.1 ")]
    [InlineData("<<<<<<<<")]
    [InlineData("to to to ")]
    [InlineData("(((")]
    [InlineData("\n")]
    [InlineData("Received: for <a@b.example>\n")]
    public void Hostile_words_are_read_in_time(string word)
    {
        var mail = Report(string.Concat(Enumerable.Repeat(word, 2_000_000 / word.Length)));
        var watch = Stopwatch.StartNew();

        var read = MailParser.Parse(mail);

        Assert.Null(read.Problem);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_report_on_very_many_recipients_is_read_in_time()
    {
        var groups = string.Concat(
            Enumerable
                .Range(0, 20_000)
                .Select(i => $"Final-Recipient: rfc822; u{i}@b.example\nAction: failed\nStatus: 5.0.0\n\n")
        );
        var watch = Stopwatch.StartNew();

        var read = MailParser.Parse(Report(groups));

        Assert.InRange(read.Report!.Recipients.Count, 400, 20_000);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Reports_inside_reports_are_read_to_a_depth()
    {
        var inner = Encoding.UTF8.GetString(BounceMails.Bytes("dsn-two-recipients"));
        for (var depth = 0; depth < 40; depth++)
        {
            var header = $"From: MAILER-DAEMON\nContent-Type: multipart/mixed; boundary=d{depth}x\n";
            inner = $"{header}\n--d{depth}x\nContent-Type: message/rfc822\n\n{inner}\n--d{depth}x--\n";
        }

        Assert.Equal(BounceReportKind.Bounce, MailParser.Parse(Encoding.UTF8.GetBytes(inner)).Report?.Kind);
    }

    private static byte[] Report(string words)
    {
        const string header =
            "From: MAILER-DAEMON@mx.example\nTo: bounce@mycompany.example\nSubject: failure notice\n"
            + "Content-Type: multipart/report; report-type=delivery-status; boundary=B\n";
        var text = $"--B\nContent-Type: text/plain\n\n{words}\n";
        var status = $"--B\nContent-Type: message/delivery-status\n\n{words}\n";
        return Encoding.UTF8.GetBytes($"{header}\n{text}{status}--B--\n");
    }

    private static Gen<byte[]> Mutated() =>
        from mail in Gen.Elements(Mails)
        from places in Gen.Choose(0, 1_000_000).ListOf(6)
        from values in Gen.Choose(0, 255).ListOf(6)
        from cut in Gen.Choose(0, 4)
        select Mutate(mail, places, values, cut);

    private static byte[] Mutate(byte[] mail, List<int> places, List<int> values, int cut)
    {
        var copy = mail.ToArray();
        foreach (var (place, value) in places.Zip(values))
            copy[place % copy.Length] = (byte)value;
        return cut == 0 ? copy[..(places[0] % copy.Length)] : copy;
    }

    private static bool ReadsTheSameTwice(byte[] raw) => Shown(raw) == Shown(raw.ToArray());

    private static string Shown(byte[] raw)
    {
        var mail = MailParser.Parse(raw);
        if (mail.Problem?.StartsWith("Body:", StringComparison.Ordinal) == true)
            return $"threw: {Guid.NewGuid()}";
        return mail.Report is { } report
            ? string.Join(
                '\n',
                [report.Kind, report.Evidence, report.EnvelopeId, .. report.OriginalIds, .. report.Recipients]
            )
            : "none";
    }
}
