using System.Text;
using System.Text.Json;
using Postern.Contracts.Events;
using Postern.Core.Text;

namespace Postern.Core.Events;

/// <summary>Creates events, and shortens them to the size of a queue message (64 KiB).</summary>
public static class MailEvents
{
    private const int IdLength = 26;
    private const int TextLimit = 1000;
    private const int ValuesLimit = 16 * 1024;

    // Bytes of a mail's text.
    private const int BodyLimit = 4 * 1024;

    // Bytes that have room in a queue message (64 KiB), also for a reader that wants them in base64.
    private const int Limit = 48 * 1024;

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

    /// <summary>
    /// The event as a queue message. What makes it too long is left out: first of all what can be read over HTTP.
    /// </summary>
    public static string Write(MailEvent mailEvent)
    {
        var data = Shorten(mailEvent.Data);
        var text = JsonSerializer.Serialize(mailEvent with { Data = data }, PosternJson.Strict);
        return Encoding.UTF8.GetByteCount(text) <= Limit
            ? text
            : JsonSerializer.Serialize(
                mailEvent with
                {
                    Data = data with { Values = null, Text = null },
                },
                PosternJson.Strict
            );
    }

    private static MailEventData Shorten(MailEventData data) =>
        data with
        {
            From = Cut(data.From),
            Subject = Cut(data.Subject),
            Reply = Cut(data.Reply),
            Reason = Cut(data.Reason),
            Text = data.Text is { } body ? CutText.AtBytes(body, BodyLimit) : null,
            Values = data.Values?.ToJsonString().Length > ValuesLimit ? null : data.Values,
        };

    private static string? Cut(string? text) => text is null ? null : CutText.At(text, TextLimit);
}
