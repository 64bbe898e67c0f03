using Postern.Contracts.Events;
using Postern.Core.Text;

namespace Postern.Core.Events;

/// <summary>Makes events, and cuts them to what a queue message holds.</summary>
public static class MailEvents
{
    private const int IdLength = 26;
    private const int TextLimit = 1000;
    private const int ValuesLimit = 16 * 1024;

    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="data">What there is to say.</param>
    /// <param name="cause">What tells it from every other event of its type, and is the same whenever it is told again.</param>
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

    /// <summary>The data within what a queue message holds.</summary>
    public static MailEventData Shorten(this MailEventData data) =>
        data with
        {
            From = Cut(data.From),
            Subject = Cut(data.Subject),
            Reply = Cut(data.Reply),
            Reason = Cut(data.Reason),
            Values = data.Values?.ToJsonString().Length > ValuesLimit ? null : data.Values,
        };

    private static string? Cut(string? text) =>
        text?.Length > TextLimit
            ? text[..(char.IsHighSurrogate(text[TextLimit - 1]) ? TextLimit - 1 : TextLimit)]
            : text;
}
