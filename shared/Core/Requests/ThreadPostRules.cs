using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;

namespace Postern.Core.Requests;

/// <summary>Validates a message on <c>thread-posts</c>.</summary>
public static class ThreadPostRules
{
    private const int MostRecipients = 50;
    private const int LongestSubject = 1000;

    internal static ContractProblem? FindProblem(ThreadPost post)
    {
        if (ProgramId.FindProblem(post.Id) is { } id)
            return id;
        if (post.Thread.FindProblem() is { } thread)
            return thread;
        if (ThreadKey.FindModelProblem(post.Thread.Model) is { } model)
            return new("thread.model", model);
        if (!EmailAddress.TryParse(post.Author, out _))
            return new("author", $"'{post.Author}' is not an e-mail address");
        if (post.Subject?.Length > LongestSubject)
            return new("subject", $"has {post.Subject.Length} characters; {LongestSubject} are the most");
        return FindRecipientProblem(post)
            ?? MetadataRules.FindProblem(post.Metadata)
            ?? AttachmentRules.FindProblem(post.Attachments, onThread: true)
            ?? new BodyItem(post.Text, post.Html, post.TextBlob, post.HtmlBlob).FindProblem();
    }

    /// <summary>The first invalid field of a record's name; null when both are valid.</summary>
    public static ContractProblem? FindProblem(this ThreadItem thread)
    {
        if (!ThreadKey.IsPart(thread.Model))
            return new("thread.model", ThreadKey.PartRule);
        return ThreadKey.IsPart(thread.Id) ? null : new("thread.id", ThreadKey.PartRule);
    }

    private static ContractProblem? FindRecipientProblem(ThreadPost post)
    {
        if (FindWrong(post.Followers) is { } wrong)
            return new("followers", $"'{wrong}' is not an e-mail address");
        var count = post.Recipients.Count;
        if (count > MostRecipients)
            return new("recipients", $"names {count} addresses; more than {MostRecipients} should follow");
        return FindWrong(post.Recipients) is { } stray
            ? new("recipients", $"'{stray}' is not an e-mail address")
            : null;
    }

    private static string? FindWrong(IReadOnlyList<string> addresses) =>
        addresses.FirstOrDefault(address => !EmailAddress.TryParse(address, out _));
}
