using System.Text.Json.Nodes;
using MimeKit;
using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Retention;
using Postern.Gateway.Expiring;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Expiring;

/// <summary>What old Ann left behind long ago, and what young Bob wrote lately; both attach the same logo.</summary>
internal sealed class OldStory(TestGateway gateway)
{
    public const string Ann = "ann.example@customer.example";
    public const string Name = "Ann Ottilie Example";
    public const string Secret = "purple elephants dance at noon";
    public const string Subject = "Printer on violet fire";
    public const string Bob = "bob@customer.example";
    public const string Shared = "the logo that everybody attaches";
    public const int Days = 60;

    private const string Mailbox = $"\"{Name}\" <{Ann}>";
    private const string Agent = $"\"Anna Agent\" <agent@{TestGateway.Domain}>";
    private const string Support = $"support@{TestGateway.Domain}";

    /// <summary>The thread that Ann began.</summary>
    public ThreadKey Anns { get; private set; } = null!;

    /// <summary>The order on which a program wrote to Ann.</summary>
    public ThreadKey Order { get; } = new("sale.order", "1001");

    /// <summary>The thread that Bob began.</summary>
    public ThreadKey Bobs { get; private set; } = null!;

    /// <summary>Ann's first mail.</summary>
    public MimeMessage First { get; } = WithFiles(Mails.New(Mailbox, Support, Subject, $"Hello. {Secret}."), Secret);

    /// <summary>The agent's answer, as Ann got it.</summary>
    public MimeMessage Answer { get; private set; } = null!;

    /// <summary>Places that are of Ann alone, or of nobody.</summary>
    public IReadOnlySet<string> Before { get; private set; } = new HashSet<string>();

    public static async Task<OldStory> TellAsync(TestGateway gateway)
    {
        var story = new OldStory(gateway);
        await gateway.SetUpDeskAsync();
        await story.TellOldAsync();
        var places = await Forgetting.StoredTexts.ReadPlacesAsync(gateway.Get<GatewayStorage>());
        story.Before = places.Keys.ToHashSet();
        gateway.Time.Advance(TimeSpan.FromDays(100));
        await story.TellYoungAsync();
        return story;
    }

    /// <summary>Sets how long threads, people and the journal are kept: all that is Ann's is older.</summary>
    public async Task KeepAsync(int days = Days)
    {
        var text = days.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.threads.days", text);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.people.days", text);
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.journal.days", text);
    }

    /// <summary>Housekeeping until the run has ended.</summary>
    public async Task<RetentionState> RunAsync(Func<Task>? housekeep = null)
    {
        var runner = gateway.Get<RetentionRunner>();
        for (var round = 0; round < 400; round++)
        {
            await (housekeep ?? (() => runner.RunAsync(default)))();
            var state = await runner.FindAsync(default);
            var isDue = state.Next is { } next && next <= gateway.Time.GetUtcNow();
            if (state.Run is { Finished: not null } && !isDue)
                return state;
        }
        throw new InvalidOperationException("The run does not end.");
    }

    private async Task TellOldAsync()
    {
        Anns = await RoutedAsync(First);
        await RoutedAsync(Mails.ReplyTo(gateway.Sent[^1], Agent, $"We repair it, {Name}."));
        Answer = gateway.Sent[^1];
        await PostAsync("order-1001-shipped");
    }

    private async Task TellYoungAsync() =>
        Bobs = await RoutedAsync(
            WithFiles(Mails.New($"\"Bob Builder\" <{Bob}>", Support, "Mine too", "It smokes."), null)
        );

    /// <summary>A program's message to Ann, so long that its text is a blob.</summary>
    public async Task PostAsync(string id)
    {
        var post = new JsonObject
        {
            ["v"] = 1,
            ["id"] = id,
            ["thread"] = new JsonObject
            {
                ["model"] = Order.Model,
                ["id"] = Order.Id,
                ["create"] = true,
            },
            ["author"] = Agent,
            ["subject"] = "Your order",
            ["text"] = string.Concat(Enumerable.Repeat($"Dear {Name}, thank you. ", 2000)),
            ["followers"] = new JsonArray(Mailbox),
        };
        var read = Core.Requests.ContractReader.Read<Contracts.Queues.ThreadPost>(post.ToJsonString()).Item!;
        var fitted = await gateway.Get<PostContent>().FitAsync(read, default);
        await gateway.Get<MailQueues>().PutAsync(QueueNames.ThreadPosts, fitted, default);
        await gateway.DrainAsync();
    }

    public async Task<ThreadKey> RoutedAsync(MimeMessage mail)
    {
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        return Assert.Single((await gateway.JournalAsync(id)).Threads);
    }

    private static MimeMessage WithFiles(MimeMessage mail, string? secret)
    {
        var body = new BodyBuilder { TextBody = mail.TextBody };
        body.Attachments.Add("logo.txt", System.Text.Encoding.UTF8.GetBytes(Shared));
        if (secret is not null)
            body.Attachments.Add("diary.txt", System.Text.Encoding.UTF8.GetBytes($"Dear diary, {secret}."));
        mail.Body = body.ToMessageBody();
        return mail;
    }
}
