using Postern.Client;
using Postern.Contracts.Events;
using Postern.Contracts.Queues;

namespace Postern.DeskSample;

/// <summary>A support desk at a terminal: it answers tickets, and shows what came in and what became of its answers.</summary>
public sealed class SupportDesk(PosternClient postern, TextReader input, TextWriter output)
{
    private const string Help = """
        answer TICKET TEXT                 posts on the thread of a ticket
        open TICKET CUSTOMER TEXT          makes a ticket for a customer, who gets the text by mail
        events                             shows what happened
        end
        """;

    // What was shown before: an event may come twice.
    private readonly HashSet<string> _known = [];

    /// <summary>Reads commands until the input ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(Help);
        while (await input.ReadLineAsync(cancellationToken) is { } line && line != "end")
        {
            try
            {
                await RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellationToken);
            }
            catch (InvalidMessageException e)
            {
                await output.WriteLineAsync(e.Message);
            }
        }
    }

    private Task RunAsync(string[] words, CancellationToken cancellationToken) =>
        words switch
        {
            ["answer", var ticket, .. var text] => PostAsync(ticket, null, text, cancellationToken),
            ["open", var ticket, var customer, .. var text] => PostAsync(ticket, customer, text, cancellationToken),
            ["events"] => ShowEventsAsync(cancellationToken),
            _ => output.WriteLineAsync(Help),
        };

    private async Task PostAsync(string ticket, string? customer, string[] words, CancellationToken cancellationToken)
    {
        var text = string.Join(' ', words);
        var post = new ThreadPost
        {
            // The program's own name for it: put twice, it is posted once.
            Id = $"{ticket}-{Guid.NewGuid():n}",
            Thread = new ThreadItem
            {
                Model = "helpdesk.ticket",
                Id = ticket,
                Create = customer is not null,
            },
            Subject = customer is null ? null : $"Ticket {ticket}",
            Author = "Desk <desk@mycompany.example>",
            Text = text,
            Followers = customer is null ? [] : [customer],
        };
        await postern.PostAsync(post, cancellationToken);
        await output.WriteLineAsync($"{ticket}: posted");
    }

    private async Task ShowEventsAsync(CancellationToken cancellationToken)
    {
        await foreach (var received in postern.ReadEventsAsync(untilEmpty: true, cancellationToken: cancellationToken))
        {
            if (_known.Add(received.Event.Id))
                await output.WriteLineAsync(Line(received.Event));
            await received.CompleteAsync(cancellationToken);
        }
    }

    private static string Line(MailEvent mail) =>
        mail.Type switch
        {
            EventTypes.RecordCreated => $"{mail.Data.Record}: new, {mail.Data.Subject}",
            EventTypes.MessageReceived => $"{mail.Data.Record}: {mail.Data.From} wrote",
            EventTypes.DeliverySent => $"{mail.Data.Record}: sent to {mail.Data.Recipient}",
            _ => $"{mail.Data.Record}: {mail.Type} {mail.Data.Recipient}",
        };
}
