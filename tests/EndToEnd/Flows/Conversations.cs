using MimeKit;
using Postern.Tests.Support;

namespace Postern.Tests.Flows;

/// <summary>
/// Customers who write to the support desk, and an agent who answers each notification: two mails that come in and
/// two that
/// go out for every customer.
/// </summary>
internal sealed class Conversations(Deployment deployment, PushedMail drop, int customers)
{
    private readonly HashSet<string> _answered = [];

    /// <summary>Mails that come in, and as many that go out.</summary>
    public int Mails => 2 * customers;

    /// <summary>Lets all customers write.</summary>
    public async Task OpenAsync()
    {
        for (var customer = 0; customer < customers; customer++)
        {
            await drop.HandInAsync(
                Postern.Tests.Support.Mails.New(
                    $"\"Customer {customer}\" <c{customer}@customer.example>",
                    $"support@{Deployment.Domain}",
                    $"Case {customer}"
                )
            );
        }
    }

    /// <summary>
    /// Answers every new notification of the agent until all is done: every mail decided, every notification sent.
    /// </summary>
    public Task FinishAsync() =>
        Eventually.ReadAsync(
            async () =>
            {
                await AnswerAsync();
                return await Progress.ReadAsync(deployment);
            },
            progress => progress == new Progress(Mails, Mails, Mails, Mails),
            EndToEnd.Deadline
        );

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
