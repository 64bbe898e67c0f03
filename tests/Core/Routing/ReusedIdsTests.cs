using System.Text;
using Postern.Contracts;
using Postern.Core.Parsing;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Tests.Routing;

/// <summary>Which of several mails with one Message-Id is answered: the people tell, or nobody.</summary>
public sealed class ReusedIdsTests
{
    private const string Anton = "anton@one.example";
    private const string Berta = "berta@two.example";
    private const string Agent = "anna@mycompany.example";
    private static readonly ThreadKey Antons = new("helpdesk.ticket", "a");
    private static readonly ThreadKey Bertas = new("helpdesk.ticket", "b");

    [Theory]
    [InlineData(Berta, "support@mycompany.example", "", "b")]
    [InlineData(Anton, "support@mycompany.example", Agent, "a")]
    [InlineData("helper@two.example", "support@mycompany.example", Berta, "b")]
    [InlineData("helper@two.example", "support@mycompany.example", $"{Berta}, {Agent}", "b")]
    [InlineData("helper@two.example", Berta, "", "b")]
    [InlineData(Agent, Berta, "", "b")]
    [InlineData("helper@two.example", "support@mycompany.example", "", null)]
    [InlineData("helper@two.example", "support@mycompany.example", $"{Berta}, {Anton}", null)]
    [InlineData(Anton, "support@mycompany.example", Berta, null)]
    [InlineData(Agent, "support@mycompany.example", "", null)]
    public void Those_who_take_part_in_one_alone_and_agree_decide(string from, string to, string cc, string? thread)
    {
        var open = Open(new(Antons, "m1", Anton), new(Bertas, "m2", Berta));

        var decided = Decide(open, from, to, cc);

        Assert.Equal(thread, decided.Candidates.Count > 0 ? null : decided.Thread.Id);
        Assert.Equal(thread is null ? null : $"m{(thread == "a" ? 1 : 2)}", decided.Message);
    }

    [Fact]
    public void An_employee_who_follows_one_of_them_decides_by_writing_and_not_by_being_told()
    {
        var open = Open(new(Antons, "m1", ""), new(Bertas, "m2", ""));
        var threads = Threads([Agent], []);

        Assert.Equal(Antons, ReusedIds.Decide(open, Mail(Agent, "support@mycompany.example", ""), threads).Thread);
        Assert.NotEmpty(
            ReusedIds.Decide(open, Mail("x@two.example", "support@mycompany.example", Agent), threads).Candidates
        );
    }

    [Fact]
    public void A_mail_that_is_on_no_thread_may_be_the_one_that_is_answered()
    {
        var open = Open(new(Antons, "m1", Anton), new(null, null, Berta));

        Assert.NotEmpty(Decide(open, "helper@two.example", "support@mycompany.example", Berta).Candidates);
        Assert.NotEmpty(Decide(open, "helper@two.example", "support@mycompany.example", "").Candidates);
        Assert.Equal(Antons, Decide(open, Anton, "support@mycompany.example", "").Thread);
    }

    [Fact]
    public void Where_all_of_them_are_on_one_thread_the_answer_is_too()
    {
        var open = Open(new(Antons, "m1", Anton), new(Antons, "m2", Anton));

        var decided = Decide(open, "helper@one.example", "support@mycompany.example", "");

        Assert.Equal((Antons, null, 0), (decided.Thread, decided.Message, decided.Candidates.Count));
    }

    private static Clue Open(params ClueCandidate[] candidates) =>
        new(ClueKind.References, "1@localhost", Antons) { Candidates = candidates };

    private static Clue Decide(Clue open, string from, string to, string cc) =>
        ReusedIds.Decide(open, Mail(from, to, cc), Threads([Anton, Agent], [Berta, Agent]));

    private static Postern.Core.Mail.IncomingMail Mail(string from, string to, string cc) =>
        MailParser.Parse(Encoding.UTF8.GetBytes($"From: {from}\nTo: {to}\nCc: {cc}\nSubject: Re: Alarm\n\nYes.\n"));

    private static Dictionary<string, ThreadSnapshot> Threads(string[] antons, string[] bertas) =>
        new() { [Antons.Partition] = Thread(Antons, antons), [Bertas.Partition] = Thread(Bertas, bertas) };

    private static ThreadSnapshot Thread(ThreadKey key, string[] followers)
    {
        var head = new ThreadHead
        {
            Model = key.Model,
            Id = key.Id,
            Token = key.Id,
            Subject = "Alarm",
            Created = DateTimeOffset.UnixEpoch,
        };
        return new ThreadSnapshot(
            head,
            [.. followers.Select(address => new Follower { Address = address, Internal = address == Agent })]
        );
    }
}
