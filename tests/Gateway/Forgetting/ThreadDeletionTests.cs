using Postern.Core.Finding;
using Postern.Core.Journal;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Searching;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Forgetting;

/// <summary>A thread that is deleted is gone with all that led to it.</summary>
public sealed class ThreadDeletionTests
{
    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_deleted_thread_is_gone_with_its_files_and_an_answer_makes_it_anew_with_that_alone()
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = await AnnStory.TellAsync(gateway);
        var answered = gateway.Sent.Last(mail => $"{mail.Subject}".Contains("Printer", StringComparison.Ordinal));
        var files = (await gateway.MessagesAsync(story.Thread)).SelectMany(message => message.Attachments).ToList();
        var erasures = gateway.Get<Erasures>();

        var begun = (await erasures.BeginThreadAsync(story.Thread, default))!;
        Assert.Equal(begun.Id, (await erasures.BeginThreadAsync(story.Thread, default))!.Id);
        await story.EndAsync(begun.Id);

        Assert.Null(await gateway.Threads.FindHeadAsync(story.Thread, default));
        var storage = gateway.Get<GatewayStorage>();
        var left = await StoredTexts.FindAsync(storage, story.Thread.Partition, story.Thread.Id);
        // That mails were on it, and reports on what was sent from it; and that it was deleted.
        Assert.DoesNotContain(
            left,
            place => place.Split(' ')[0] is not ("journal" or "people" or "config" or "limits" or "claims")
        );
        Assert.DoesNotContain(
            left,
            place =>
                place.StartsWith("people", StringComparison.Ordinal) && place.Contains("out:", StringComparison.Ordinal)
        );
        foreach (var file in files)
        {
            using var content = await gateway.Get<ContentStore>().OpenAsync(file.Blob, default);
            Assert.Equal(file.Name == "logo.txt", content is not null);
        }
        var sent = new DeliveryFilter(AnnStory.Ann);
        var found = await gateway.Get<DeliveryFinder>().FindAsync(sent, null, 100, default);
        Assert.DoesNotContain(
            found.Items,
            delivery => delivery.Model == story.Thread.Model && delivery.Id == story.Thread.Id
        );

        var late = await gateway.PushAsync(Mails.ReplyTo(answered, "bob@customer.example", "Is it mended?"));
        await gateway.DrainAsync();
        var entry = await gateway.JournalAsync(late);
        // What a signed name leads to is made where it is not there.
        Assert.Equal((JournalState.Routed, story.Thread), (entry.State, Assert.Single(entry.Threads)));
        Assert.Equal(late.Value, Assert.Single(await gateway.MessagesAsync(story.Thread)).Mail);
    }

    [Fact]
    public async Task An_answer_that_comes_while_its_thread_is_deleted_makes_it_anew_and_stays()
    {
        await using var gateway = await TestGateway.StartAsync();
        var story = new AnnStory(gateway);
        await gateway.SetUpDeskAsync();
        var first = await gateway.PushAsync(story.First);
        await gateway.DrainAsync();
        var thread = Assert.Single((await gateway.JournalAsync(first)).Threads);
        var begun = (await gateway.Get<Erasures>().BeginThreadAsync(thread, default))!;
        await story.HousekeepAsync();
        Assert.Null(await gateway.Threads.FindHeadAsync(thread, default));

        var answer = Mails.ReplyTo(gateway.Sent[^1], $"agent@{TestGateway.Domain}", "It is mended.");
        var late = await gateway.PushAsync(answer);
        await gateway.DrainAsync();
        await story.EndAsync(begun.Id);

        Assert.Equal(late.Value, Assert.Single(await gateway.MessagesAsync(thread)).Mail);
        Assert.Equal("It is mended.", (await gateway.MessagesAsync(thread))[0].NewText);
    }
}
