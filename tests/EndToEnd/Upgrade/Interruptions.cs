using Azure.Storage.Queues;
using MimeKit;
using Postern.Core.Claims;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Upgrade;

/// <summary>
/// What a snapshot's gateway has begun: every step from a mail's arrival to its being sent is left open once.
/// </summary>
internal sealed class Interruptions(TestGateway gateway, HttpApi api, string storage)
{
    public async Task<Unfinished> LeaveAsync(string thread)
    {
        var interrupted = await DieSendingAsync();
        await RouteAsync(Discussion.MailOf(gateway, $"Dora <{Cast.Dora}>", "Handle still broken"));
        var planned = await DieRoutingAsync();
        var pending = await api.PushAsync(Discussion.MailOf(gateway, $"Frank <{Cast.Frank}>", "Lamp dark"));
        await AskAsync(thread);
        return new Unfinished(interrupted, planned, pending);
    }

    // At a mail that a server is about to take: the delivery is claimed, and nobody writes its outcome.
    private async Task<string> DieSendingAsync()
    {
        var thread = await RouteAsync(Discussion.MailOf(gateway, $"Dora <{Cast.Dora}>", "Handle broken"));
        var death = new ProcessDeath();
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, _) =>
            {
                death.After(0);
                return "451 4.3.0 The line is dead";
            },
        };
        await DieAsync(QueueNames.OutboundMail, death);
        return thread;
    }

    // Between a mail's claim and the message that the claim plans.
    private async Task<PlannedMessage> DieRoutingAsync()
    {
        var mail = Discussion.MailOf(gateway, $"Eve <{Cast.Eve}>", "Door stuck");
        var id = await api.PushAsync(mail);
        await DieAsync(QueueNames.InboundMail, new ProcessDeath(), afterWrites: 1);
        var claim = await gateway.Get<ClaimStore>().FindAsync(ClaimKey.OfMessageId(mail.MessageId!), default);
        var plan = claim!.Postings.Single();
        return new PlannedMessage(id, plan.Thread.Id, plan.Message, plan.MessageId);
    }

    // What programs have put on queues, and a message that failed too often.
    private async Task AskAsync(string thread)
    {
        var question = new
        {
            id = "question",
            author = Cast.Agent,
            text = "Does it still burn?",
        };
        await api.PostAsync($"threads/{Cast.Model}/{thread}/messages", question);
        var queues = gateway.Get<MailQueues>();
        await queues.PutAsync(QueueNames.OutboundBulk, Discussion.Mailing("two", Cast.Rita, Cast.Ned), default);
        var poison = QueueNames.ThreadPosts + QueueNames.PoisonSuffix;
        await queues.PutTextAsync(poison, """{"v":1,"id":"poisoned"}""", default);
    }

    // The notification is not sent.
    private async Task<string> RouteAsync(MimeMessage mail)
    {
        var id = await api.PushAsync(mail);
        gateway.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await gateway.StepAsync(QueueNames.InboundMail));
        return (await api.GetAsync($"mails/{id}"))["threads"]![0]!["id"]!.GetValue<string>();
    }

    // The message stays: to the queue a process that died has done nothing.
    private async Task DieAsync(string queue, ProcessDeath death, int afterWrites = int.MaxValue)
    {
        var messages = (await new QueueClient(storage, queue).PeekMessagesAsync(2)).Value;
        var victim = await TestGateway.StartAsync(storage, gateway.Time, null, death);
        death.After(afterWrites);
        await Assert.ThrowsAnyAsync<CrashException>(() => victim.RunAsync(queue, messages.Single().MessageText));
        // Only what is no part of the process ends in order: the services would give back what they hold.
        await victim.Catcher.DisposeAsync();
    }
}

/// <summary>What was left unfinished.</summary>
/// <param name="Interrupted">The record whose notification was being sent.</param>
/// <param name="Planned">The message that was decided about.</param>
/// <param name="PendingMail">Journal id of the mail that was not.</param>
internal sealed record Unfinished(string Interrupted, PlannedMessage Planned, string PendingMail);
