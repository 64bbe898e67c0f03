using System.Text;
using Postern.Core.Parsing;
using Postern.Core.Replies;

namespace Postern.Tests.Replies;

/// <summary>What is no introduction, whose the text around a quote is, and where signatures end.</summary>
public class ReplyFormsTests
{
    [Theory]
    [InlineData("On Monday Anna wrote: please wait. We waited until Friday.\n\nThe pump still leaks.")]
    [InlineData("Anna wrote:\n\nThe pump leaks. So we turned it off.")]
    [InlineData("At 10:15 Anna wrote:\n\nThe pump leaks.\n\nWe have turned it off.")]
    [InlineData("I wrote to ana@b.example on 3 May that we need:\n\n- ten pumps\n- five valves")]
    [InlineData("My colleague ana@b.example writes that order 5 has two faults:\n- one\n- two")]
    [InlineData("Please call Ana Pop <ana@b.example> before 10:00 about:\n\nthe pump in hall 3")]
    [InlineData("28.11.26 10:00, hall 3:\n\nThe pump stopped.")]
    [InlineData("Travel plan:\nFrom: Bergen\nTo: Lyon\nDate: 4 June\nContact: ines@c.example\nPlease book.")]
    [InlineData("From: Bergen\nTo: Lyon\n\nOne seat, please.")]
    [InlineData(
        "CAUTION: sent by somebody outside of the organisation.\nFrom: ines@c.example\nTo: you\n\nReplace pump 7."
    )]
    [InlineData(
        "New enquiry from the web site:\n\nFrom: Ines Moreau <ines@c.example>\nSubject: Valves\n\nMessage:\nTen valves."
    )]
    [InlineData("Parts:\n--\n10 pumps\n5 valves\n--\nThanks, deliver them to gate 4")]
    [InlineData("The crate was\nSent from Hamburg on Monday\nTracking number 99.")]
    [InlineData("Sent from the workshop, which has no phone.")]
    [InlineData("Von Hamburg nach Oslo gesendet")]
    [InlineData("No: we do not.\nTo: nobody.\nDate: never.")]
    public void What_a_person_writes_in_an_answer_stays_whole(string text)
    {
        var reply = ReplyText.FromText(text);

        Assert.Equal((text, "", ""), (reply.New, reply.Quoted, reply.Signature));
    }

    [Theory]
    [InlineData("On 11/23/26 14:05, Support wrote:")]
    [InlineData("Am 23.11.26 um 14:05 schrieb Support:")]
    [InlineData("Op 23-11-2026 om 14:05 schreef Support:")]
    [InlineData("Support <support@mycompany.example> skrev:")]
    public void One_line_answers_between_quoted_lines_are_all_new(string introduction)
    {
        var reply = ReplyText.FromText(
            $"{introduction}\n> Friday?\nYes, Friday is fine.\n> Colour?\nBlue, please.\n> Call?\nNo need.\n"
        );

        Assert.Equal("Yes, Friday is fine.\nBlue, please.\nNo need.", reply.New);
    }

    // RFC 3676: a line that ends in a space goes on in the next one of the same depth.
    [Fact]
    public void The_same_holds_for_a_text_that_flows()
    {
        var mail =
            "From: nora@customer.example\r\nIn-Reply-To: <x@y.example>\r\nSubject: Re: Visit\r\n"
            + "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n"
            + "On 11/23/26 14:05, Support wrote:\r\n> May we come \r\n> on Friday?\r\nYes, Friday \r\nis fine.\r\n"
            + "> Colour?\r\nBlue, please.\r\n> Call?\r\nNo need.\r\n";

        var reply = MailParser.Parse(Encoding.UTF8.GetBytes(mail)).ReplyText;

        Assert.Equal("Yes, Friday is fine.\nBlue, please.\nNo need.", reply.New);
    }

    [Fact]
    public void An_answer_below_the_quote_is_new()
    {
        var reply = ReplyText.FromText(
            "Am 23.11.26 um 14:05 schrieb Support:\n> Friday?\n>\n> Anna\n\nYes.\n\n-- \nInes\n"
        );

        Assert.Equal(("Yes.", "-- \nInes"), (reply.New, reply.Signature));
    }

    [Fact]
    public void The_end_of_a_quoted_line_that_a_program_wrapped_is_quoted()
    {
        var reply = ReplyText.FromText(
            """
            Yes.

            On 23 Nov 2026, Support wrote:
            > The pump that stands at the left side of the hall leaks, therefore we ask for
            another one
            > See https://mycompany.example/orders/12345?lang=en
            &page=2
            > Anna
            """
        );

        Assert.Equal("Yes.", reply.New);
    }

    [Fact]
    public void A_device_line_ends_that_line_only()
    {
        var reply = ReplyText.FromText(
            """
            Yes.

            Sent from my iPhone

            > On 23 Nov 2026, at 14:05, Anna <support@mycompany.example> wrote:
            >
            > Which number?

            It is 77.

            > And colour?

            Red.
            """
        );

        Assert.Equal(["Yes.", "It is 77.", "Red."], reply.New.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("Sent from my iPhone", reply.Signature);
    }

    [Theory]
    [InlineData("Sent from my iPhone")]
    [InlineData("Sent from my Galaxy, please excuse typos")]
    [InlineData("Sent from Outlook for iOS<https://aka.ms/o0ukef>")]
    [InlineData("Get [Outlook for Android](https://aka.ms/ghei36)")]
    [InlineData("Von meinem iPhone gesendet")]
    [InlineData("Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.")]
    [InlineData("Envoyé de mon téléphone")]
    [InlineData("Enviado desde mi iPhone")]
    [InlineData("Lähetetty iPhonesta")]
    [InlineData("Wysłane z iPhone'a")]
    [InlineData("Отправлено с iPhone")]
    [InlineData("iPhone'umdan gönderildi")]
    [InlineData("IPHONE’UMDAN GÖNDERİLDİ")]
    [InlineData("נשלח מה-iPhone שלי")]
    [InlineData("مُرسل من الـ iPhone")]
    [InlineData("मेरे iPhone से भेजा गया")]
    [InlineData("ส่งจาก iPhone ของฉัน")]
    [InlineData("发自我的iPhone")]
    [InlineData("從我的 iPhone 傳送")]
    [InlineData("iPhoneから送信")]
    [InlineData("나의 iPhone에서 보냄")]
    public void A_device_line_of_any_language_is_signature(string line)
    {
        var reply = ReplyText.FromText($"Tuesday.\n\n{line}\n\nAnd Friday.\n");

        Assert.Equal(("Tuesday.\n\n\nAnd Friday.", line), (reply.New, reply.Signature));
    }

    [Fact]
    public void What_the_author_announces_is_not_an_answered_quote() =>
        Assert.Equal(
            "",
            ReplyText
                .TextFromHtml(
                    "<p>This is what the device prints:</p><blockquote>E42 overheating at valve 7</blockquote>"
                )
                .Quoted
        );

    [Theory]
    [InlineData("From: Ana Pop <ana@b.example> Sent: Monday, November 23, 2026 To: Nora Subject: Visit")]
    [InlineData("Von: Ana Pop Gesendet: 23.11.2026 An: Nora Betreff: Besuch")]
    [InlineData("From: Ana Pop\nSent: Monday\nTo: Nora\nSubject: Visit")]
    [InlineData("Date: Mon, 23 Nov 2026 10:00:00 +0100\nTo: nora@c.example")]
    [InlineData("2026/11/23 Ana Pop via Desk <desk@b.example>")]
    [InlineData("2026-11-23 17:21 GMT+01:00 Ana Pop")]
    [InlineData("------On 23/11/2026 17:32 PM, Ana Pop wrote-----")]
    [InlineData("---- Ana Pop wrote ----")]
    [InlineData("- Original message -")]
    [InlineData("On Mon, Nov 23, 2026 at 2:05 PM Ana Pop\n\n<\nmailto:Ana Pop <ana@b.example>\n> wrote:")]
    [InlineData("* Ana Pop <ana@b.example> [2026-11-23 14:05]:")]
    [InlineData(
        "On Mon, Nov 23, 2026 at 2:05 PM A Company With A Very Long Name <\nvery-long-address@b.example>\nwrote:"
    )]
    [InlineData("From: Anna/MYCOMPANY@MYCOMPANY\nTo: Nora/CUST@CUST\nDate: 11/23/2026 02:05 PM\nSubject: Visit")]
    [InlineData("----- Forwarded by Anna/MYCOMPANY on 11/23/2026 02:05 PM -----")]
    public void Rarer_forms_introduce_an_unmarked_quote(string introduction) =>
        Assert.Equal("Tuesday.", ReplyText.FromText($"Tuesday.\n\n{introduction}\n\nWhich day?\n").New);

    [Fact]
    public void An_introduction_begins_where_it_begins()
    {
        var reply = ReplyText.FromText("Thanks, 10:00 on 3.5.2026 is fine\nAna Pop <ana@b.example> wrote:\n> When?\n");

        Assert.Equal("Thanks, 10:00 on 3.5.2026 is fine", reply.New);
    }

    [Fact]
    public void The_header_of_Lotus_Notes_is_known()
    {
        var reply = ReplyText.FromText(
            """
            Yes, send it.

            Anna Agent/MYCOMPANY@MYCOMPANY
            28.11.2026 10:00

            An
            Ines/CUST@CUST
            Kopie

            Thema
            Pumpe


            Shall we send it?
            """
        );

        Assert.Equal("Yes, send it.", reply.New);
    }

    [Fact]
    public void A_header_block_above_a_marked_quote_leaves_the_answer_below()
    {
        var reply = ReplyText.FromText(
            """
            -----Original Message-----
            From: Anna <support@mycompany.example>
            Sent: Monday, November 23, 2026 2:05 PM
            To: Ines
            Subject: Pump

            > Friday?

            Yes.
            """
        );

        Assert.Equal("Yes.", reply.New);
    }

    [Fact]
    public void The_fields_of_a_header_may_be_paragraphs_of_their_own() =>
        Assert.Equal(
            "Yes.",
            ReplyText
                .TextFromHtml(
                    "<p>Yes.</p><p><b>Von:</b> Anna &lt;support@mycompany.example&gt;</p><p><b>Betreff:</b> Pumpe</p>"
                        + "<p><b>Gesendet:</b> 23.11.2026 14:05</p><p><b>An:</b> Ines</p><p>Freitag?</p>"
                )
                .New
        );

    [Theory]
    [InlineData("<p>Which day?</p><p><span style='color:red'>Tuesday.</span></p>", true)]
    [InlineData("<p>Which day?</p><p><font color=\"#0070C0\">Tuesday.</font></p>", true)]
    [InlineData("<p>Which day?</p><p style='color:#1F497D'>Anna</p>", false)]
    [InlineData("<p>Which day?</p><p><a href='https://b.example' style='color:blue'>b.example</a></p>", false)]
    [InlineData("<p style='color:red'>Which day?</p>", false)]
    public void Answers_by_colour_inside_a_quote_are_possible(string quoted, bool isPossible)
    {
        var reply = ReplyText.TextFromHtml(
            "<p>See below.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Anna &lt;a@b.example&gt;"
                + $"<br><b>Sent:</b> Monday, November 23, 2026 2:05 PM<br><b>To:</b> Ines<br><b>Subject:</b> Pump</p></div>{quoted}"
        );

        Assert.Equal("See below.", reply.New);
        Assert.Equal(isPossible, reply.MayAnswerInQuote);
    }
}
