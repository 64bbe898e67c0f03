using Postern.Contracts;
using Postern.Core.Attention;

namespace Postern.Core.Threads;

/// <summary>What became of a program's message, as it is found by the program's own id.</summary>
public sealed record PostStatus
{
    /// <summary>The program's own id of the message.</summary>
    public required string Id { get; init; }

    /// <summary>The queue that it was put on.</summary>
    public required string Queue { get; init; }

    public required PostState State { get; init; }

    /// <summary>Why it is in the attention list; null while it is not.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was decided; null before.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The thread that it is on, or is to be put on; null where no message names one.</summary>
    public ThreadKey? Thread { get; init; }

    /// <summary>Key of the message on its thread; null before it was decided.</summary>
    public string? Message { get; init; }

    /// <summary>Message-Id of every copy that is sent.</summary>
    public string? MessageId { get; init; }

    /// <summary>The program's own data about it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>
    /// The latest items of the attention list about messages with this id, newest first: also another message that was
    /// rejected because the id was used before.
    /// </summary>
    public IReadOnlyList<AttentionItem> Attention { get; init; } = [];

    /// <summary>How far a message is, and why it goes no further.</summary>
    /// <param name="plan">What was decided; null before.</param>
    /// <param name="message">The message on its thread; null before it is there.</param>
    /// <param name="attention">The items about the id, newest first.</param>
    public static (PostState State, string? Reason) StateOf(
        PostingPlan? plan,
        ThreadMessage? message,
        IReadOnlyList<AttentionItem> attention
    )
    {
        if (message is { FanOut: null })
            return (PostState.Done, null);
        // That another message with the id of one that was decided is rejected says nothing about that one.
        if (attention.FirstOrDefault(item => plan is null || item.Kind == AttentionKind.Failed) is { } stuck)
            return (PostState.Attention, stuck.Reason);
        return (plan is null ? PostState.Queued : PostState.Accepted, null);
    }
}

/// <summary>How far a program's message is.</summary>
public enum PostState
{
    /// <summary>Taken over HTTP, and not read from its queue yet.</summary>
    Queued,

    /// <summary>Decided: it is being put on its thread, or its deliveries are being made.</summary>
    Accepted,

    /// <summary>In the attention list: it was rejected, or failed as often as it may.</summary>
    Attention,

    /// <summary>On its thread with all its deliveries, whose states say what became of each.</summary>
    Done,
}

/// <summary>A post that was taken, by which it is found before and after it is claimed.</summary>
/// <param name="Id">The program's own id.</param>
/// <param name="Thread">The thread that it is for.</param>
public sealed record IndexedPost(string Id, ThreadKey Thread);
