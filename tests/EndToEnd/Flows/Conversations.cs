using MimeKit;
using Postern.Tests.Support;

namespace Postern.Tests.Flows;

/// <summary>
/// Customers who write to the support desk, and an agent who answers each notification: two mails that come in and
/// two that
/// go out for every customer.
/// </summary>
internal sealed class Conversations(Deployment deployment, IMailDrop drop, int customers)
{
    private readonly HashSet<string> _answered = [];
    private int _opened;

    /// <summary>Mails that come in, and as many that go out.</summary>
    public int Mails => 2 * customers;

    /// <summary>Mails that come in, and as many that go out, of the customers who have written so far.</summary>
    public int MailsSoFar => 2 * _opened;

    /// <summary>Lets some more customers write.</summary>
    public async Task OpenAsync(int more)
    {
        for (var last = Math.Min(customers, _opened + more); _opened < last; _opened++)
        {
            await drop.HandInAsync(
                Postern.Tests.Support.Mails.New(
                    $"\"Customer {_opened}\" <c{_opened}@customer.example>",
                    $"support@{Deployment.Domain}",
                    $"Case {_opened}"
                )
            );
        }
    }

    /// <summary>Answers every new notification of the agent, until the gateway is as far as wanted.</summary>
    public Task<Progress> AnswerAsync(Func<Progress, bool> until) =>
        Eventually.ReadAsync(
            async () =>
            {
                await AnswerAsync();
                await drop.CallAsync();
                return await Progress.ReadAsync(deployment);
            },
            until,
            EndToEnd.Deadline,
            $"the gateway of {Mails} mails is further"
        );

    /// <summary>Answers until all is done: every mail decided, every notification sent.</summary>
    public Task FinishAsync() =>
        AnswerAsync(progress => progress.Routed == Mails && progress.Deliveries == Mails && progress.Sent == Mails);

    private async Task AnswerAsync()
    {
        foreach (
            var mail in deployment.Catcher.Mails.Where(mail => mail.Envelope.Recipients.Contains(Deployment.Agent))
        )
        {
            var notification = MimeMessage.Load(new MemoryStream(mail.Raw));
            if (!_answered.Add(notification.MessageId!))
                continue;
            await drop.HandInAsync(
                Postern.Tests.Support.Mails.ReplyTo(
                    notification,
                    $"\"Anna Agent\" <{Deployment.Agent}>",
                    "We look into it."
                )
            );
        }
    }
}
