using Postern.Mail;
using Postern.Threads;

namespace Postern.Contracts;

/// <summary>Queue <c>thread-posts</c>: a message that a program posts on a record's thread, for its followers (P2).</summary>
public sealed record ThreadPost : QueueContract
{
    private const int MostRecipients = 50;
    private const int LongestSubject = 1000;

    /// <summary>The program's own id of this post: posting it again changes nothing.</summary>
    public required string Id { get; init; }

    public required ThreadItem Thread { get; init; }

    /// <summary>Id or name of the alias domain of a thread that is made; default: the default one.</summary>
    public string? AliasDomain { get; init; }

    /// <summary>Who wrote it: an address, with or without a name.</summary>
    public required string Author { get; init; }

    public string? Subject { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }

    public string? TextBlob { get; init; }

    public string? HtmlBlob { get; init; }

    public MessageKind Kind { get; init; }

    /// <summary>Addresses that follow the thread from now on.</summary>
    public IReadOnlyList<string> Followers { get; init; } = [];

    /// <summary>Addresses that are told of this message and do not follow; at most 50. A note goes to internal ones only.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>No person wrote it: the mail says so, and no responder answers it (RFC 3834 §5).</summary>
    public bool Automatic { get; init; }

    public IReadOnlyList<AttachmentItem> Attachments { get; init; } = [];

    public override ContractProblem? FindProblem()
    {
        if (Id.Length is 0 or > 200) return new("id", "must have 1 to 200 characters");
        if (Thread.FindProblem() is { } thread) return thread;
        if (ThreadKey.FindModelProblem(Thread.Model) is { } model) return new("thread.model", model);
        if (!EmailAddress.TryParse(Author, out _)) return new("author", $"'{Author}' is not an e-mail address");
        if (Subject?.Length > LongestSubject) return new("subject", $"has {Subject.Length} characters; {LongestSubject} are the most");
        if (Followers.FirstOrDefault(address => !EmailAddress.TryParse(address, out _)) is { } wrong) return new("followers", $"'{wrong}' is not an e-mail address");
        if (Recipients.Count > MostRecipients) return new("recipients", $"names {Recipients.Count} addresses; more than {MostRecipients} should follow");
        if (Recipients.FirstOrDefault(address => !EmailAddress.TryParse(address, out _)) is { } stray) return new("recipients", $"'{stray}' is not an e-mail address");
        if (Attachments.FirstOrDefault(item => item.FindReason() is not null) is { } attachment) return new("attachments", $"'{attachment.Name}' {attachment.FindReason()}");
        return new BodyItem(Text, Html, TextBlob, HtmlBlob).FindProblem();
    }
}

/// <summary>The record that a program posts on.</summary>
public sealed record ThreadItem
{
    public required string Model { get; init; }

    /// <summary>The record's id in the application.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the thread is made when there is none; else posting on no thread is an error.</summary>
    public bool Create { get; init; }

    public ContractProblem? FindProblem()
    {
        if (!ThreadKey.IsPart(Model)) return new("thread.model", ThreadKey.PartRule);
        return ThreadKey.IsPart(Id) ? null : new("thread.id", ThreadKey.PartRule);
    }
}
