using Postern.Core.Html;
using Postern.Core.Replies;
using Postern.Tests.Support.Mail;

namespace Postern.Tests.Replies;

public class ReplyTextTests
{
    [Theory]
    [InlineData("reply-gmail", "Tuesday suits us well.\n\nBest, Nora")]
    [InlineData("reply-outlook", "Tuesday suits us well.")]
    [InlineData("reply-outlook-web", "Dienstag passt uns.")]
    [InlineData("reply-apple", "Tuesday suits us well.\n\nNora")]
    [InlineData("reply-thunderbird", "Tuesday, two hours.")]
    public void The_new_text_of_a_reply_stands_alone(string name, string text)
    {
        var mail = Samples.Parse(name);

        Assert.Equal(text, mail.ReplyText.New);
        Assert.NotEqual("", mail.ReplyText.Quoted);
    }

    [Theory]
    [InlineData("reply-gmail", "Tuesday suits us <b>well</b>.", "Which day suits you?")]
    [InlineData("reply-outlook", "Tuesday suits us <b>well</b>.", "Which day suits you?")]
    [InlineData("reply-outlook-web", "Dienstag passt uns.", "Welcher Tag passt?")]
    [InlineData("reply-apple", "Tuesday suits us well.", "Which day suits you?")]
    [InlineData("reply-thunderbird", "Tuesday, <i>two</i> hours.", "And how long?")]
    public void The_HTML_of_a_reply_is_parted_in_the_same_way(string name, string kept, string quoted)
    {
        var reply = Samples.Parse(name).ReplyHtml!;

        Assert.Contains(kept, reply.New, StringComparison.Ordinal);
        Assert.DoesNotContain(quoted, reply.New, StringComparison.Ordinal);
        Assert.Contains(quoted, reply.Quoted, StringComparison.Ordinal);
        Assert.DoesNotContain("support@mycompany", reply.New, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reply-apple", "Sent from my iPhone")]
    [InlineData("reply-thunderbird", "New & Co")]
    public void The_signature_is_kept_apart(string name, string signature)
    {
        var mail = Samples.Parse(name);

        Assert.Contains(signature, mail.ReplyText.Signature, StringComparison.Ordinal);
        Assert.Contains(signature, HtmlText.FromHtml(mail.ReplyHtml!.Signature), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("On 4 Nov 2024, at 09:02, Acme <a@b.example> wrote:")]
    [InlineData("Am Mo., 4. Nov. 2024 um 09:02 Uhr schrieb Acme <a@b.example>:")]
    [InlineData("Le lun. 4 nov. 2024 à 09:02, Acme <a@b.example> a écrit\u00A0:")]
    [InlineData("El lun, 4 nov 2024 a las 9:02, Acme (<a@b.example>) escribió:")]
    [InlineData("Il giorno lun 4 nov 2024 alle ore 09:02 Acme <a@b.example> ha scritto:")]
    [InlineData("Em seg., 4 de nov. de 2024 às 09:02, Acme <a@b.example> escreveu:")]
    [InlineData("Op ma 4 nov 2024 om 09:02 schreef Acme <a@b.example>:")]
    [InlineData("Den mån 4 nov. 2024 kl 09:02 skrev Acme <a@b.example>:")]
    [InlineData("pon., 4 lis 2024 o 09:02 Acme <a@b.example> napisał(a):")]
    [InlineData("пн, 4 нояб. 2024 г. в 09:02, Acme <a@b.example>:")]
    [InlineData("4 Kas 2024 Pzt 09:02 tarihinde Acme <a@b.example> şunu yazdı:")]
    [InlineData("2024年11月4日(月) 9:02 Acme <a@b.example>:")]
    [InlineData("On Mon, Nov 4, 2024 at 9:02 AM A Company With A Long Name <\nvery-long-address@b.example>\nwrote:")]
    [InlineData("-----Original Message-----")]
    [InlineData("-------- Weitergeleitete Nachricht --------")]
    [InlineData("________________________________\nFrom: Acme <a@b.example>\nSent: Monday, November 4, 2024\nTo: Nora")]
    [InlineData("De : Acme <a@b.example>\nEnvoyé : lundi 4 novembre 2024\nÀ : Nora\nObjet : Visite")]
    [InlineData("发件人: Acme <a@b.example>\n发送时间: 2024年11月4日 9:02\n收件人: Nora\n主题: Visit")]
    public void A_quote_is_known_by_its_introduction_in_many_languages(string introduction)
    {
        var marked = ReplyText.FromText($"Tuesday.\n\n{introduction}\n\n> Which day?\n");
        var unmarked = ReplyText.FromText($"Tuesday.\n\n{introduction}\n\nWhich day?\n");

        Assert.Equal("Tuesday.", marked.New);
        Assert.Equal("Tuesday.", unmarked.New);
        Assert.EndsWith("Which day?", unmarked.Quoted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("On Monday we met.\n\nI wrote something\n\nvery interesting.")]
    [InlineData("From: Paris\nTo: Oslo\nDate: 5 May\n\nPlease book this.")]
    [InlineData("> my own quote\n\nand what I say to it")]
    [InlineData("Sent from my desk, it is easier than the phone.")]
    [InlineData("Dear all,\n\nregards to you\n\nNora")]
    [InlineData("The time is 10:15.\nMy colleague a@b.example wrote that order 5 has two faults:\n- one\n- two")]
    public void What_only_looks_like_a_quote_stays(string text)
    {
        var reply = ReplyText.FromText(text);

        Assert.Equal(text, reply.New);
        Assert.Equal(("", ""), (reply.Quoted, reply.Signature));
    }

    [Fact]
    public void Answers_between_quoted_lines_are_all_new()
    {
        var reply = ReplyText.FromText(
            "On 4 Nov 2024, Acme wrote:\n> Which day?\n\nTuesday.\n\n> How long?\n\nTwo hours.\n"
        );

        Assert.Equal("Tuesday.\n\n\nTwo hours.", reply.New);
    }

    [Theory]
    [InlineData("> only a quote")]
    [InlineData("On 4 Nov 2024, Acme <a@b.example> wrote:\n> Which day?")]
    [InlineData("Sent from my iPhone")]
    [InlineData("")]
    public void When_nothing_new_is_found_the_whole_text_is_new(string text) =>
        Assert.Equal(new ReplyText(text, "", ""), ReplyText.FromText(text));

    [Fact]
    public void Every_word_is_in_one_of_the_parts()
    {
        var text = Samples.Parse("reply-thunderbird").Text;
        var reply = ReplyText.FromText(text);

        Assert.Equal(Words(text), Words($"{reply.New} {reply.Quoted} {reply.Signature}"));

        static IEnumerable<string> Words(string s) =>
            s.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
    }
}
