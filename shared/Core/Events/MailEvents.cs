using Postern.Contracts.Events;
using Postern.Core.Text;

namespace Postern.Core.Events;

/// <summary>Creates events, and shortens them to the size of a queue message (64 KiB).</summary>
public static class MailEvents
{
    private const int IdLength = 26;
    private const int TextLimit = 1000;
    private const int ValuesLimit = 16 * 1024;

    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="subject">The mail, thread, address or mailbox that it is about.</param>
    /// <param name="data">The details.</param>
    /// <param name="cause">Identifies the event among those of its type: the same cause gives the same id.</param>
    public static MailEvent Create(
        string type,
        DateTimeOffset time,
        string subject,
        MailEventData data,
        params ReadOnlySpan<string> cause
    ) =>
        new()
        {
            Id = Hash.Of(IdLength, ["event", type, .. cause]),
            Type = type,
            Time = time,
            Subject = subject,
            Data = data,
        };

    /// <summary>The data, shortened to fit in a queue message.</summary>
    public static MailEventData Shorten(this MailEventData data) =>
        data with
        {
            From = Cut(data.From),
            Subject = Cut(data.Subject),
            Reply = Cut(data.Reply),
            Reason = Cut(data.Reason),
            Values = data.Values?.ToJsonString().Length > ValuesLimit ? null : data.Values,
        };

    private static string? Cut(string? text) => text is null ? null : CutText.At(text, TextLimit);
}
