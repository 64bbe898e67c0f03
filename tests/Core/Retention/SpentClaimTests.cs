using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.People;
using Postern.Core.Retention;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Tests.Retention;

/// <summary>A decision that is done with names nobody, and is still found.</summary>
public sealed class SpentClaimTests
{
    private const string Ann = "ann@customer.example";
    private static readonly DateTimeOffset Then = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_names_people_is_gone_and_thread_owner_and_fingerprint_are_there()
    {
        var claim = Claim();
        Assert.Contains(Ann, Json(claim), StringComparison.Ordinal);

        var spent = SpentClaims.Of(claim);

        Assert.DoesNotContain("customer.example", Json(spent), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret", Json(spent), StringComparison.OrdinalIgnoreCase);
        Assert.Equal((claim.Owner, claim.Fingerprint), (spent.Owner, spent.Fingerprint));
        var (before, after) = (Assert.Single(claim.Postings), Assert.Single(spent.Postings));
        Assert.Equal((before.Thread.Key, before.Message, before.Time), (after.Thread.Key, after.Message, after.Time));
        // A thread that is deleted later is not made anew from it.
        Assert.True(before.Create && !after.Create);
        Assert.Equal(Json(spent), Json(SpentClaims.Of(spent)));
    }

    [Fact]
    public void The_time_of_a_claim_is_the_latest_that_it_names()
    {
        var claim = Claim();
        Assert.Equal(Then, SpentClaims.TimeOf(claim));
        var later = claim with { Owner = MailId.Create(Then.AddDays(2), "raw").Value };
        Assert.Equal(Then.AddDays(2), SpentClaims.TimeOf(later));
        Assert.Null(SpentClaims.TimeOf(claim with { Postings = [], SentIn = null, Notices = [] }));
    }

    private static string Json(Claim claim) => JsonSerializer.Serialize(claim, PosternJson.Tolerant);

    private static Claim Claim() =>
        new()
        {
            Owner = "order-1001",
            Fingerprint = "f",
            State = JournalState.Routed,
            Written = new WrittenContent("", "Secret", false, new ContentReadings([""], []), null),
            Reasons = [new Reason("Alias", true, $"{Ann} wrote to support.")],
            Postings = [Posting()],
            Withheld =
            [
                new Notice
                {
                    Kind = NoticeKind.Catchall,
                    Domain = "mycompany.example",
                    Recipient = Ann,
                    Address = "catchall@mycompany.example",
                    Text = "Secret",
                    Html = "Secret",
                },
            ],
            SentIn = new MailSentIn(Then.AddDays(-1), [], []),
        };

    private static PostingPlan Posting() =>
        new()
        {
            Thread = new ThreadHead
            {
                Model = "sale.order",
                Id = "1001",
                Token = "abcdefghijkl",
                Subject = "Secret",
                Values = new JsonObject { ["customer"] = Ann },
                Created = Then,
            },
            Create = true,
            Message = "key",
            MessageId = "1@mycompany.example",
            Time = Then,
            Author = new MessageAuthor(Ann, "Ann Example", false),
            Follow = [new Follower { Address = Ann, Name = "Ann Example" }],
            Program = new ProgramMark("order-1001", new Dictionary<string, string> { ["for"] = Ann }),
            Outsiders = [Ann],
            HaveIt = [Ann],
            Warnings = new Dictionary<string, string> { [Ann] = "bounced" },
        };
}
