using Postern.Contracts;
using Postern.Core.Text;

namespace Postern.Core.Claims;

/// <summary>
/// Identifies work that is decided once: a mail by its Message-Id, a program's post or mail by the program's own id.
/// </summary>
public sealed record ClaimKey
{
    private const int Length = 32;
    private const int PartitionLength = 2;

    private ClaimKey(string hash)
    {
        Partition = hash[..PartitionLength];
        Row = "c:" + hash[PartitionLength..];
        Text = hash;
    }

    /// <summary>The key whose <see cref="Text"/> is stored.</summary>
    public static ClaimKey OfText(string text) => new(text);

    public string Partition { get; }

    public string Row { get; }

    public string Text { get; }

    /// <summary>A mail by its Message-Id, case-insensitively, since relays may change the case.</summary>
    public static ClaimKey OfMessageId(string messageId) =>
        new(Hash.Of(Length, "message-id", messageId.ToLowerInvariant()));

    /// <summary>A mail without a Message-Id, by its content.</summary>
    public static ClaimKey OfContent(string fingerprint) => new(Hash.Of(Length, "content", fingerprint));

    /// <summary>A further mail with the same Message-Id.</summary>
    /// <param name="first">The claim of the first mail.</param>
    /// <param name="what">What this mail does that the first did not.</param>
    public static ClaimKey OfCopy(ClaimKey first, string what) => new(Hash.Of(Length, "copy", first.Text, what));

    /// <summary>A program's message on a queue, by the program's own id.</summary>
    public static ClaimKey OfProgram(string queue, string id) => new(Hash.Of(Length, "program", queue, id));

    /// <summary>A program's message on a queue, whose own id is unique on a thread.</summary>
    public static ClaimKey OfProgram(string queue, ThreadKey thread, string id) =>
        // The key of the thread is escaped, so that ids with slashes in two threads cannot make the same claim.
        OfProgram(queue, $"{thread}/{id}");

    /// <summary>Partition and row of a thread's token.</summary>
    public static (string Partition, string Row) OfToken(string token) =>
        (token[..PartitionLength], "t:" + token[PartitionLength..]);
}
