using System.Text.Json;
using Postern.Gateway.Storage;

namespace Postern.Bench.EndToEnd;

/// <summary>Notifications that were delivered and can be answered, and mails of new senders.</summary>
/// <param name="feeder">Makes the threads.</param>
/// <param name="size">Octets of a mail's text, about.</param>
internal sealed class Correspondents(Feeder feeder, int size)
{
    /// <summary>Model of the records.</summary>
    public const string Model = "bench.printer";

    /// <summary>Fewer than make a loop of one sender on one thread.</summary>
    private const int RepliesOfOne = 15;

    private readonly Dictionary<int, Queue<ReceivedMail>> _answerable = [];
    private int _threads;
    private int _letters;

    /// <summary>The next mails for a scenario; those that can be answered must be there (<see cref="PrepareAsync"/>).</summary>
    public IReadOnlyList<Letter> Take(Scenario scenario, int count) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    scenario.Deliveries == 0
                        ? Letter.NewRecord(++_letters, size)
                        : Letter.Reply(++_letters, size, _answerable[scenario.Deliveries].Dequeue())
                ),
        ];

    /// <summary>So many answers to these notifications, each in turn.</summary>
    public IReadOnlyList<Letter> Answer(IEnumerable<ReceivedMail> notifications, int count)
    {
        var turns = new Queue<ReceivedMail>(notifications);
        return [.. Enumerable.Range(0, count).Select(_ => AnswerNext(turns))];
    }

    /// <summary>So many answers to the next of these notifications, which then come last.</summary>
    public IReadOnlyList<Letter> Answer(Queue<ReceivedMail> notifications, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => AnswerNext(notifications))];

    /// <summary>Makes a thread; returns the notifications of its followers.</summary>
    public Task<IReadOnlyList<ReceivedMail>> PostAsync(string thread, IReadOnlyList<string> followers) =>
        feeder.PutAsync(QueueNames.ThreadPosts, [Post(thread, followers)], followers.Count);

    /// <summary>Makes as many threads as so many replies need, which go to so many others.</summary>
    public async Task PrepareAsync(int replies, int deliveries)
    {
        if (replies == 0 || deliveries == 0)
            return;
        var followers = deliveries + 1;
        var threads = (int)Math.Ceiling(replies / (double)(followers * RepliesOfOne));
        var posts = Enumerable
            .Range(0, threads)
            .Select(_ => Post($"{++_threads}", [.. Addresses(_threads, followers)]))
            .ToList();
        var told = await feeder.PutAsync(QueueNames.ThreadPosts, posts, threads * followers);
        var queue = _answerable.TryGetValue(deliveries, out var known) ? known : _answerable[deliveries] = [];
        for (var turn = 0; turn < RepliesOfOne; turn++)
        {
            foreach (var notification in told)
                queue.Enqueue(notification);
        }
    }

    private Letter AnswerNext(Queue<ReceivedMail> notifications)
    {
        var next = notifications.Dequeue();
        notifications.Enqueue(next);
        return Letter.Reply(++_letters, size, next);
    }

    private static IEnumerable<string> Addresses(int thread, int count) =>
        Enumerable.Range(0, count).Select(number => $"f{number}.t{thread}@customer.example");

    private static string Post(string thread, IReadOnlyList<string> followers) =>
        JsonSerializer.Serialize(
            new
            {
                v = 1,
                id = $"printer-{thread}",
                thread = new
                {
                    model = Model,
                    id = thread,
                    create = true,
                },
                author = $"Sam <sam@{Letter.Domain}>",
                subject = "The printer",
                text = "Does it still burn?",
                followers,
            }
        );
}
