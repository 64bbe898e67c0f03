using System.Text.Json.Serialization;
using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Finding;

/// <summary>A thread in the list of threads.</summary>
public sealed record FoundThread
{
    public required string Model { get; init; }

    public required string Id { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Time of its newest message.</summary>
    public required DateTimeOffset LastActivity { get; init; }

    /// <summary>Key of its newest message.</summary>
    public required string LastMessage { get; init; }

    /// <summary>Author of its newest message.</summary>
    public required MessageAuthor LastAuthor { get; init; }

    /// <summary>Kind of its newest message.</summary>
    public MessageKind LastKind { get; init; }

    /// <summary>Whether a message of it has not reached a recipient, and nobody has seen to it.</summary>
    public bool Failed => Failures > 0;

    /// <summary>The number of its failure flags, counted up to 100.</summary>
    public int Failures { get; init; }

    /// <summary>Whether its failure flags were counted.</summary>
    [JsonIgnore]
    public bool IsCounted { get; init; }

    /// <summary>The thread as its rows say.</summary>
    public static FoundThread Of(ThreadHead head, ThreadMessage newest) =>
        new()
        {
            Model = head.Model,
            Id = head.Id,
            Subject = head.Subject,
            Created = head.Created,
            LastActivity = newest.Time,
            LastMessage = newest.Key,
            LastAuthor = newest.Author,
            LastKind = newest.Kind,
        };

    /// <summary>What the list is sorted by: the newest activity first.</summary>
    internal string Order => LastMessage + new ThreadKey(Model, Id).Partition;
}
