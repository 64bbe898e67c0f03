using System.Text.Json.Nodes;
using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.DevHost.Smtp;
using Postern.Gateway.Editing;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Forgetting;

/// <summary>What Ann leaves behind: mails, answers, a bounce, notices, posts, and work that has not ended.</summary>
internal sealed class AnnStory(TestGateway gateway)
{
    public const string Ann = "ann.example@customer.example";
    public const string Name = "Ann Ottilie Example";
    public const string Secret = "purple elephants dance at noon";
    public const string BobSays = "Bob would like his own printer";
    public const string AgentSays = "We repair it on Friday";
    public const string Shared = "the logo that everybody attaches";

    private const string Mailbox = $"\"{Name}\" <{Ann}>";
    private const string Bob = "\"Bob Builder\" <bob@customer.example>";
    private const string Agent = $"\"Anna Agent\" <agent@{TestGateway.Domain}>";
    private const string Support = $"support@{TestGateway.Domain}";

    private bool _isFull;

    /// <summary>The thread that Ann began, and what the others wrote there.</summary>
    public ThreadKey Thread { get; private set; } = null!;

    /// <summary>The thread that Bob began, with Ann in copy.</summary>
    public ThreadKey Bobs { get; private set; } = null!;

    /// <summary>Ann's first mail.</summary>
    public MimeMessage First { get; } = WithFiles(Mails.New(Mailbox, Support, "Printer on fire", $"Hello. {Secret}."));

    public static async Task<AnnStory> TellAsync(TestGateway gateway)
    {
        var story = new AnnStory(gateway);
        await gateway.SetUpDeskAsync();
        // Sessions that are open keep to the behaviour that they began with.
        gateway.Catcher.Behaviour = new SmtpBehaviour
        {
            RefuseRecipient = (_, recipient) =>
                story._isFull && recipient.Contains(Ann, StringComparison.Ordinal) ? "452 4.2.2 Full" : null,
        };
        await story.KnowAnnAsync();
        await story.TalkAsync();
        await story.PostAsync();
        await story.BounceAsync();
        await story.LeaveWorkAsync();
        return story;
    }

    /// <summary>Housekeeping until the erasure has ended.</summary>
    public async Task<Postern.Core.Erasing.ErasureState> EndAsync(string erasure, Func<Task>? housekeep = null)
    {
        for (var round = 0; round < 400; round++)
        {
            await (housekeep ?? HousekeepAsync)();
            await gateway.DrainAsync();
            var state = (await gateway.Get<Erasures>().FindAsync(erasure, default))!;
            if (state.Finished is not null)
                return state;
            if (state.NotBefore is { } time && time > gateway.Time.GetUtcNow())
                gateway.Time.Advance(time - gateway.Time.GetUtcNow());
        }
        throw new InvalidOperationException("The erasure does not end.");
    }

    public async Task<string> EraseAsync()
    {
        var (state, findings) = await gateway.Get<Erasures>().BeginPersonAsync(Ann, default);
        Assert.Empty(findings.Conflicts);
        return state!.Id;
    }

    public Task HousekeepAsync() => gateway.Get<ErasureRunner>().RunAsync(default);

    private async Task KnowAnnAsync()
    {
        await gateway
            .Get<ContactEditor>()
            .PutAsync(new Contact { Address = Ann, Name = Name }, EditCondition.None, default);
        await gateway
            .Get<BlacklistEditor>()
            .PutAsync(new BlacklistEntry { Address = Ann, Note = $"asked by {Name}" }, EditCondition.None, default);
        await gateway.PutAsync(ConfigurationKinds.AllowedSender, Ann, new AllowedSender { Note = Name });
    }

    private async Task TalkAsync()
    {
        Thread = await RoutedAsync(First);
        var answer = Mails.ReplyTo(Sent(AgentsAddress), Agent, $"{AgentSays}, {Name}.");
        answer.Body = new TextPart("plain") { Text = $"{answer.TextBody}> Hello. {Secret}.\n" };
        await RoutedAsync(answer);
        await RoutedAsync(Mails.ReplyTo(Sent(Ann), Mailbox, $"Thanks. {Secret}!"));
        Bobs = await RoutedAsync(WithFiles(Mails.New(Bob, Support, "Mine too", BobSays, cc: Mailbox), secret: false));
        await RoutedAsync(Mails.New(Mailbox, $"catchall@{TestGateway.Domain}", "Anybody?", $"I say {Secret}."));
    }

    private async Task PostAsync()
    {
        await PostAsync(
            new JsonObject
            {
                ["v"] = 1,
                ["id"] = "long",
                ["thread"] = new JsonObject
                {
                    ["model"] = "sale.order",
                    ["id"] = "1",
                    ["create"] = true,
                },
                ["author"] = Agent,
                ["subject"] = "Your order",
                ["text"] = string.Concat(Enumerable.Repeat($"Dear {Name} at {Ann}, thank you. ", 1200)),
                ["followers"] = new JsonArray(Mailbox, Bob),
            }
        );
        // What breaks its contract is listed as it is.
        await gateway.RunAsync(QueueNames.ThreadPosts, $$"""{"v":1,"id":"odd","author":"{{Ann}}","colour":"red"}""");
    }

    private async Task PostAsync(JsonObject post)
    {
        var read = Core.Requests.ContractReader.Read<Contracts.Queues.ThreadPost>(post.ToJsonString()).Item!;
        var fitted = await gateway.Get<PostContent>().FitAsync(read, default);
        await gateway.Get<MailQueues>().PutAsync(QueueNames.ThreadPosts, fitted, default);
        await gateway.DrainAsync();
    }

    private async Task BounceAsync()
    {
        var sent = gateway.Catcher.Mails.Last(mail => mail.Envelope.Recipients.Contains(Ann));
        await gateway.PushAsync(Reports.Dsn(sent));
        await gateway.DrainAsync();
    }

    // A delivery that waits for a server, and a mail that nobody has looked at.
    private async Task LeaveWorkAsync()
    {
        _isFull = true;
        await RoutedAsync(Mails.ReplyTo(Sent(AgentsAddress), Agent, "It takes longer."));
        await gateway.PushAsync(Mails.ReplyTo(Sent(Ann), Mailbox, $"One more thing: {Secret}."));
    }

    private const string AgentsAddress = $"agent@{TestGateway.Domain}";

    // The latest mail of Ann's thread to an address.
    private MimeMessage Sent(string to) =>
        gateway
            .Catcher.Mails.Where(mail => mail.Envelope.Recipients.Contains(to))
            .Select(mail => MimeMessage.Load(new MemoryStream(mail.Raw)))
            .Last(mail => mail.Subject?.Contains(First.Subject!, StringComparison.Ordinal) == true);

    private async Task<ThreadKey> RoutedAsync(MimeMessage mail)
    {
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        var entry = await gateway.JournalAsync(id);
        return entry.Threads is [var thread, ..] ? thread : new ThreadKey("none", "none");
    }

    private static MimeMessage WithFiles(MimeMessage mail, bool secret = true)
    {
        var body = new BodyBuilder { TextBody = mail.TextBody };
        body.Attachments.Add("logo.txt", System.Text.Encoding.UTF8.GetBytes(Shared));
        if (secret)
            body.Attachments.Add("diary.txt", System.Text.Encoding.UTF8.GetBytes($"Dear diary, {Secret}."));
        mail.Body = body.ToMessageBody();
        return mail;
    }
}
