using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Core.Limits;

namespace Postern.Tests.Limits;

public sealed class ServerContactTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 10, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryResult Accepted = new(DeliveryOutcome.Accepted, "250 OK", null, 250);

    private static readonly DeliveryResult Refused = new(
        DeliveryOutcome.Unreachable,
        "Connection refused",
        DeliveryProblem.Connection
    );

    [Fact]
    public void A_reply_about_a_mail_or_a_recipient_says_nothing_about_the_server()
    {
        Assert.Null(Of(new DeliveryResult(DeliveryOutcome.Refused, "550 5.1.1 Who?", DeliveryProblem.Recipient, 550)));
        Assert.Null(Of(new DeliveryResult(DeliveryOutcome.Deferred, "452 4.2.2 Full", DeliveryProblem.Recipient, 452)));
        Assert.Null(Of(new DeliveryResult(DeliveryOutcome.Refused, "554 5.7.1 Spam", DeliveryProblem.Content, 554)));
        // No server was asked: all connections to it are in use.
        Assert.Null(Of(new DeliveryResult(DeliveryOutcome.Deferred, "Busy.", DeliveryProblem.Connection)));
    }

    [Theory]
    [InlineData(DeliveryOutcome.Unreachable, DeliveryProblem.Connection, null)]
    [InlineData(DeliveryOutcome.Unreachable, DeliveryProblem.Security, null)]
    [InlineData(DeliveryOutcome.Deferred, DeliveryProblem.Authentication, 535)]
    [InlineData(DeliveryOutcome.Deferred, DeliveryProblem.Connection, 421)]
    [InlineData(DeliveryOutcome.Unknown, DeliveryProblem.Lost, null)]
    public void Trouble_of_the_server_is_kept_in_its_words(DeliveryOutcome outcome, DeliveryProblem problem, int? code)
    {
        var contact = Of(new DeliveryResult(outcome, "its words", problem, code))!;
        Assert.Equal((Now, "its words", problem), (contact.LastFailure, contact.Error, contact.Problem));
        Assert.True(contact.Failing);
    }

    [Fact]
    public void The_last_use_says_whether_it_fails()
    {
        var failed = Of(Refused)!.After(Of(Accepted, Now.AddMinutes(-1)));
        Assert.True(failed.Failing);
        Assert.Equal(Now.AddMinutes(-1), failed.LastSuccess);

        var well = Of(Accepted, Now.AddMinutes(1))!.After(failed);
        Assert.False(well.Failing);
        Assert.Equal((Now, "Connection refused"), (well.LastFailure, well.Error));
    }

    [Fact]
    public void A_server_that_takes_a_mail_a_second_is_written_once_in_five_minutes() =>
        Assert.Equal(12, Writes(Enumerable.Range(0, 3600).Select(second => (second, Accepted))));

    [Fact]
    public void A_server_that_stays_away_is_written_once_in_five_minutes() =>
        Assert.Equal(12, Writes(Enumerable.Range(0, 3600).Select(second => (second, Refused))));

    [Fact]
    public void A_server_that_comes_and_goes_is_written_twice_a_minute_at_most() =>
        Assert.Equal(
            120,
            Writes(Enumerable.Range(0, 3600).Select(second => (second, second % 2 == 0 ? Accepted : Refused)))
        );

    [Fact]
    public void A_change_is_written_at_once()
    {
        Assert.Equal(2, Writes([(0, Accepted), (1, Accepted), (2, Refused), (3, Refused)]));
        Assert.Equal(4, Writes([(0, Accepted), (2, Refused), (62, Accepted), (64, Refused)]));
    }

    private static int Writes(IEnumerable<(int Second, DeliveryResult Result)> attempts)
    {
        ServerContact? written = null;
        var writes = 0;
        foreach (var (second, result) in attempts)
        {
            var contact = Of(result, Now.AddSeconds(second))!;
            if (!contact.IsNews(written))
                continue;
            written = contact.After(written);
            writes++;
        }
        return writes;
    }

    private static ServerContact? Of(DeliveryResult result, DateTimeOffset? at = null) =>
        ServerContact.Of("relay", result, at ?? Now);
}
