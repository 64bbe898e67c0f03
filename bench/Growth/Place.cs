using Postern.Bench.EndToEnd;
using Postern.Contracts;

namespace Postern.Bench.Growth;

/// <summary>A running app and its storage, in which there is little or much of something.</summary>
internal sealed class Place(Feeder feeder, BenchOptions options) : IAsyncDisposable
{
    private readonly Correspondents _writers = new(feeder, options.MailSize);

    public Desk Desk => feeder.Desk;

    /// <summary>Takes the app beyond its first mails, of both kinds.</summary>
    public async Task WarmAsync(int mails)
    {
        await PrepareAsync(mails, 1);
        await RunAsync(new Scenario(Way.Queue, 0), Records(mails));
        await RunAsync(new Scenario(Way.Queue, 1), Replies(mails, 1));
    }

    public Task<Block> RunAsync(Scenario scenario, IReadOnlyList<Letter> letters) =>
        feeder.RunAsync(Phase.Warm, scenario, letters, options.Depth);

    public Task PrepareAsync(int replies, int deliveries) => _writers.PrepareAsync(replies, deliveries);

    public IReadOnlyList<Letter> Records(int count) => _writers.Take(new Scenario(Way.Queue, 0), count);

    public IReadOnlyList<Letter> Replies(int count, int deliveries) =>
        _writers.Take(new Scenario(Way.Queue, deliveries), count);

    /// <summary>A thread, whose first follower may answer as often as they like.</summary>
    public async Task<AnsweredThread> ThreadAsync(string id, int followers)
    {
        var told = await _writers.PostAsync(id, [.. Addresses(id, followers)]);
        await Much.AllowAsync(Desk, Addresses(id, 1).Single());
        return new AnsweredThread(
            new ThreadKey(Correspondents.Model, id),
            count => _writers.Answer([told.First(mail => mail.Recipient == Addresses(id, 1).Single())], count)
        );
    }

    /// <summary>Answers of one sender who follows so many threads with one other.</summary>
    public async Task<Func<int, IReadOnlyList<Letter>>> SenderAsync(string sender, int threads)
    {
        var told = new List<ReceivedMail>();
        for (var thread = 0; thread < threads; thread++)
        {
            var id = $"{sender}-{thread}";
            told.AddRange(await _writers.PostAsync(id, [sender, Addresses(id, 1).Single()]));
        }
        var answerable = new Queue<ReceivedMail>(told.Where(mail => mail.Recipient == sender));
        return count => _writers.Answer(answerable, count);
    }

    public async ValueTask DisposeAsync()
    {
        await feeder.App.DisposeAsync();
        await feeder.Desk.DisposeAsync();
    }

    private static IEnumerable<string> Addresses(string thread, int count) =>
        Enumerable
            .Range(0, count)
            .Select(number => $"f{number}.{thread.Replace('@', '.')}@customer.example".ToLowerInvariant());
}
