using Postern.Core.Text;

namespace Postern.Core.People;

/// <summary>
/// Which of the mails that an address sent lately can matter to a decision. A busy sender has thousands within the
/// window of the loop guard, of which few have to do with the mail that is decided.
/// </summary>
/// <param name="Keys">
/// What the loop guard may count the mail by, hashed (<see cref="HashOf"/>): each alias and thread that it can go to.
/// </param>
/// <param name="Content">Hash of its content, when it was sent to a catchall.</param>
public sealed record HistoryFilter(IReadOnlyList<string> Keys, string? Content)
{
    /// <summary>The key of a mail that matters to every decision: several keys, or notices, which limit notices.</summary>
    public const string Always = "*";

    private const int HashLength = 16;

    /// <summary>Nothing is counted; only notices matter.</summary>
    public static HistoryFilter NoticesOnly { get; } = new([], null);

    /// <summary>An alias or thread as it stands in <see cref="Keys"/>.</summary>
    public static string HashOf(string key) => Hash.Of(HashLength, key);

    /// <summary>The key by which a stored mail is found; empty when nothing but its content may ask for it.</summary>
    public static string KeyOf(MailSentIn sent)
    {
        string[] counted = [.. sent.Aliases.Concat(sent.Threads).Distinct().Take(2)];
        return sent.Notices.Count > 0 || counted.Length > 1 ? Always
            : counted is [var only] ? HashOf(only)
            : "";
    }

    /// <summary>Whether a stored mail can matter.</summary>
    public bool Includes(MailSentIn sent)
    {
        var key = KeyOf(sent);
        return key == Always || Keys.Contains(key) || (Content is not null && sent.Content == Content);
    }

    /// <summary>Whether all that another filter includes is included here.</summary>
    public bool Covers(HistoryFilter other) =>
        !other.Keys.Except(Keys).Any() && (other.Content is null || other.Content == Content);
}
