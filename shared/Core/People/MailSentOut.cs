using Postern.Contracts;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Core.People;

/// <summary>A delivery to an address, by which it is found without its thread.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Message">Key of the message.</param>
/// <param name="Subject">The beginning of the message's subject, or of its thread's where it has none.</param>
public sealed record MailSentOut(ThreadKey Thread, string Message, string Subject)
{
    // Characters, as a list shows them.
    private const int LongestSubject = 250;

    /// <summary>What is noted of each delivery of a message.</summary>
    public static MailSentOut Of(ThreadMessage message) =>
        new(message.Thread.Key, message.Key, CutText.At(message.Title, LongestSubject));
}
