using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using MimeKit;
using Postern.Contracts.Queues;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;
using Postern.Tests.Flows;
using Postern.Tests.Servers;

namespace Postern.Tests.Endurance;

/// <summary>
/// Hands in the first mail of every case, and what follows when the gateway has sent a mail: the agent's answer to a
/// notification, the report of a customer's mail system.
/// </summary>
internal sealed partial class Correspondence(
    Trial trial,
    Deployment deployment,
    MailWays ways,
    UnreliableServer server,
    WaitingDeliveries waiting,
    Disturbances disturbances
)
{
    // Enough for all instances to be busy.
    private const int MostOpen = 100;

    // Afterwards the accounts say what is missing.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>What was handed in.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>Ends when all is handed in, or when nothing has happened for a long time.</summary>
    public async Task RunAsync()
    {
        var sinceProgress = Stopwatch.StartNew();
        while ((Ledger.Begun < trial.Cases || Ledger.Open > 0) && sinceProgress.Elapsed < Patience)
        {
            if (Ledger.Begun < trial.Cases && Ledger.Open < MostOpen)
            {
                await BeginAsync(Ledger.Begun++);
                // A busy mail server or storage may hold this up for minutes.
                sinceProgress.Restart();
            }
            else
                await Task.Delay(Pause);
            while (server.Next() is { } mail)
            {
                await ReactAsync(mail);
                sinceProgress.Restart();
            }
            await ways.CallAsync();
            await waiting.HastenAsync();
            if (await disturbances.DisturbAsync(server.Arrived))
                sinceProgress.Restart();
        }
    }

    /// <summary>Waits until nothing is unfinished; returns what is left when nothing has changed for a long time.</summary>
    public Task<Settlement> SettleAsync() =>
        Settlement.WaitAsync(
            () => Settlement.ReadAsync(deployment, Ledger),
            async () =>
            {
                await ways.CallAsync();
                await waiting.HastenAsync();
            }
        );

    private async Task BeginAsync(int number)
    {
        switch (Trial.KindOf(number))
        {
            case CaseKind.Post:
                await PutTwiceAsync(number, QueueNames.ThreadPosts, Letters.Post(number));
                break;
            case CaseKind.Mailing:
                await PutTwiceAsync(number, QueueNames.OutboundBulk, Letters.Mailing(number));
                break;
            case var kind:
                var mail = Letters.Opening(number);
                await HandInAsync(number, Part.Opening, mail);
                if (kind == CaseKind.Copied)
                    await HandInAsync(number, Part.Copy, Letters.CopyOf(mail));
                if (kind is not (CaseKind.Conversation or CaseKind.Bounced or CaseKind.Deleted))
                    Ledger.Finish(number);
                break;
        }
    }

    private async Task PutTwiceAsync<T>(int number, string queue, T item)
        where T : QueueContract
    {
        await ways.PutAsync(queue, item);
        await ways.PutAsync(queue, item);
        Ledger.Finish(number);
    }

    private async Task ReactAsync(CaughtMail mail)
    {
        if (CaseOf(mail) is not { } number)
            return;
        var kind = Trial.KindOf(number);
        var isForAgent = mail.Envelope.Recipients[0] == Deployment.Agent;
        if (kind == CaseKind.Deleted)
            await DeleteAsync(number, mail);
        else if (isForAgent && kind is CaseKind.Conversation or CaseKind.Bounced)
            await HandInAsync(number, Part.Answer, Letters.Answer(mail.Raw));
        else if (!isForAgent && kind == CaseKind.Bounced)
            await HandInAsync(number, Part.Bounce, Reports.Dsn(mail).ToArray());
        if (isForAgent ? kind == CaseKind.Conversation : kind == CaseKind.Bounced)
            Ledger.Finish(number);
    }

    // The gateway may still be about to write what became of the mail, and then gets an answer to it.
    private async Task DeleteAsync(int number, CaughtMail mail)
    {
        Ledger.Deleted.Add(Letters.MessageIdOf(mail.Raw));
        if (Ledger.IsFinished(number))
            return;
        Ledger.DeletedThreads.UnionWith(await deployment.DeleteThreadsAsync(Letters.SubjectOf(number)));
        await HandInAsync(number, Part.Answer, Letters.Answer(mail.Raw));
        Ledger.Finish(number);
    }

    private async Task HandInAsync(int number, Part part, byte[] mail)
    {
        var way = MailWays.Names[(number + (int)part) % MailWays.Names.Count];
        Ledger.Add(new Entrusted(number, part, Letters.MessageIdOf(mail), way));
        await ways.HandInAsync(way, mail);
    }

    private static int? CaseOf(CaughtMail mail)
    {
        using var raw = new MemoryStream(mail.Raw);
        var subject = CaseNumber().Match(HeaderList.Load(raw)[HeaderId.Subject] ?? "");
        return subject.Success ? int.Parse(subject.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"\bCase (\d+)$")]
    private static partial Regex CaseNumber();
}
