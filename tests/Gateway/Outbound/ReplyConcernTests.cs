using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;

namespace Postern.Tests.Outbound;

/// <summary>A reply about a recipient or a mail keeps no other mail from the server.</summary>
public sealed class ReplyConcernTests
{
    [Theory]
    [InlineData("452 Mailbox quota exceeded")]
    [InlineData("450 user is over quota")]
    [InlineData("432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded")]
    [InlineData("421 4.2.2 Mailbox full")]
    public async Task A_recipient_who_can_take_no_mail_now_holds_up_nobody_else(string reply)
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, recipient) => recipient == "r0@a.example" ? reply : null,
        };
        await PutAsync(gateway, 4);

        await gateway.DrainAsync();

        Assert.Equal(3, gateway.Sent.Count);
        var full = await DeliveryAsync(gateway, 0);
        Assert.Equal(
            (DeliveryState.Waiting, DeliveryProblem.Recipient, 1, reply),
            (full.State, full.Problem, full.Attempts, full.Reply)
        );
        Assert.DoesNotContain(await ProblemsAsync(gateway), problem => problem.Field == "outgoing-servers");
    }

    [Fact]
    public async Task A_full_mailbox_that_is_told_after_the_mail_is_the_recipient_s_too()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = _ => SmtpDataAnswer.Refuse("552 5.2.2 Quota exceeded (mailbox for user is full)"),
        };
        await PutAsync(gateway, 6);

        await gateway.DrainAsync();

        for (var mail = 0; mail < 6; mail++)
        {
            var full = await DeliveryAsync(gateway, mail);
            Assert.Equal((DeliveryState.Failed, DeliveryProblem.Recipient), (full.State, full.Problem));
        }
        Assert.DoesNotContain(await ProblemsAsync(gateway), problem => problem.Field == "outgoing-servers");
    }

    [Fact]
    public async Task A_421_after_one_mail_is_that_mail_s_and_after_three_mails_the_server_s()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var (asked, spoilt) = (0, 1);
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            AnswerData = mail =>
            {
                asked++;
                return mail.Envelope.Recipients[0][1] - '0' < spoilt
                    ? SmtpDataAnswer.Refuse("421 4.3.0 Temporary System Problem. Try again later")
                    : SmtpDataAnswer.Accept;
            },
        };
        await PutAsync(gateway, 4);
        await gateway.DrainAsync();

        var one = await DeliveryAsync(gateway, 0);
        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Content, 1), (one.State, one.Problem, one.Attempts));
        Assert.Equal((4, 3), (asked, gateway.Sent.Count));
        for (var hours = 0; hours < 6; hours++)
            await gateway.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.True((await DeliveryAsync(gateway, 0)).Attempts >= 3);
        Assert.DoesNotContain(
            await ProblemsAsync(gateway),
            problem => problem.Message.Contains("taken no mail", StringComparison.Ordinal) || IsParked(problem)
        );

        (asked, spoilt) = (0, 9);
        await PutAsync(gateway, 5, from: 4);
        await gateway.DrainAsync();

        // With the first mail's attempts since the last accepted mail, two more are enough.
        Assert.InRange(asked, 2, 3);
        Assert.Contains(await ProblemsAsync(gateway), IsParked);
        var last = await DeliveryAsync(gateway, 8);
        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Server, 0), (last.State, last.Problem, last.Attempts));
        spoilt = 0;
        for (var hours = 0; hours < 6; hours++)
            await gateway.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(9, gateway.Sent.Count);
    }

    private static async Task<IReadOnlyList<FieldMessage>> ProblemsAsync(TestGateway gateway) =>
        (await gateway.Get<HealthReader>().ReadAsync(default)).Problems;

    private static bool IsParked(FieldMessage problem) =>
        problem.Message.Contains("is parked", StringComparison.Ordinal);

    private static async Task PutAsync(TestGateway gateway, int mails, int from = 0)
    {
        foreach (var number in Enumerable.Range(from, mails))
        {
            var mail = new OutboundMail
            {
                Id = $"m{number}",
                From = $"sam@{TestGateway.Domain}",
                To = [$"r{number}@a.example"],
                Subject = $"m{number}",
                Text = "Hi.",
            };
            await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, mail, default);
        }
    }

    private static async Task<MessageDelivery> DeliveryAsync(TestGateway gateway, int number)
    {
        var key = Postern.Core.Claims.ClaimKey.OfProgram(QueueNames.OutboundMail, $"m{number}");
        var token = ThreadToken.Create(key.Partition, key.Text, ThreadKey.OutboundModel, 0);
        return Assert.Single(await gateway.DeliveriesAsync(new ThreadKey(ThreadKey.OutboundModel, token)));
    }
}
