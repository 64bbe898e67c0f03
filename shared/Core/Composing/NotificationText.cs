using System.Globalization;
using System.Net;
using Postern.Contracts;
using Postern.Core.Templates;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Core.Wording;

namespace Postern.Core.Composing;

/// <summary>
/// Subject, text and HTML of a notification: the model's template, filled with the message and its context.
/// </summary>
internal static class NotificationText
{
    private const int LongestSubject = 200;

    public static string Subject(MailDraft draft) =>
        OneLine(TemplateText.Fill(draft.Template?.Subject ?? NotificationLayout.Subject, Values(draft)));

    public static string Plain(MailDraft draft)
    {
        var values = Values(draft);
        values["message"] = draft.Bodies.Plain;
        return TemplateText.Fill(draft.Template?.Text ?? NotificationLayout.Text, values).TrimEnd() + "\n";
    }

    public static string Html(MailDraft draft)
    {
        var values = Values(draft).ToDictionary(value => value.Key, value => WebUtility.HtmlEncode(value.Value));
        values["message"] = draft.Bodies.Rich;
        return TemplateText.Fill(draft.Template?.Html ?? NotificationLayout.Html, values);
    }

    /// <summary>
    /// Why the recipient gets the mail and where an answer goes, preceded by a warning if a stranger wrote it.
    /// </summary>
    public static string Reason(ThreadMessage message, MessageDelivery delivery, Words words)
    {
        var warning = message.Stranger
            ? words.Fill(TextNames.Stranger, ("author", AddressOf(message.Author))) + " "
            : "";
        return warning + Why(message, delivery, words);
    }

    // Not the name, since anybody can use any name.
    private static string AddressOf(MessageAuthor author) =>
        author.Address.Length > 0 ? author.Address : author.DisplayName;

    private static string Why(ThreadMessage message, MessageDelivery delivery, Words words)
    {
        var name = (message.Kind, delivery.Named) switch
        {
            (MessageKind.Note, true) => TextNames.NoteNamed,
            (MessageKind.Note, false) => TextNames.NoteFollows,
            (_, true) => TextNames.Named,
            _ => TextNames.Follows,
        };
        return words.Fill(name, Author(message), Record(message.Thread));
    }

    private static (string, string) Author(ThreadMessage message) =>
        ("author", ShownText.Clean(message.Author.DisplayName));

    private static (string, string) Record(ThreadHead thread) => ("record", ShownText.Clean(thread.Subject));

    private static Dictionary<string, string> Values(MailDraft draft)
    {
        var (message, thread, words) = (draft.Message, draft.Message.Thread, draft.Words);
        var values = new Dictionary<string, string>
        {
            ["author"] = ShownText.Clean(message.Author.DisplayName),
            ["files"] = LeftOut(draft),
            ["heading"] = words.Fill(TextNames.Heading, Author(message), Record(thread)),
            ["id"] = thread.Id,
            ["language"] = words.Language,
            ["link"] = draft.Link ?? "",
            ["model"] = thread.Model,
            ["openLabel"] = words.Fill(TextNames.Open),
            ["reason"] = Reason(message, draft.Delivery, words),
            ["record"] = ShownText.Clean(thread.Subject),
            ["stop"] = draft.Stop ?? "",
            ["stopLabel"] = words.Fill(TextNames.Stop),
            ["subject"] = ShownText.Clean(message.Subject.Length > 0 ? message.Subject : $"Re: {thread.Subject}"),
        };
        foreach (var (name, value) in thread.Values ?? [])
            values[NotificationTemplateRules.Values + name] = value?.ToString() ?? "";
        return values;
    }

    // Files that the server would not accept are kept with the message.
    private static string LeftOut(MailDraft draft)
    {
        if (draft.LeftOut.Count == 0)
            return "";
        var subject = OneLine(draft.Message.Thread.Subject);
        var files = draft.LeftOut.Select(file => $"\n{OneLine(file.Name)} ({Size(file.Size)})");
        var link = draft.Link is null ? "" : $"\n{draft.Link}";
        return draft.Words.Fill(TextNames.FilesLeftOut, ("record", subject)) + string.Concat(files) + link;
    }

    private static string Size(long bytes) =>
        bytes >= 1 << 20
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes >> 10)} KB");

    /// <summary>A text as one line of at most 200 characters, without invisible ones.</summary>
    public static string OneLine(string text)
    {
        var line = ShownText.Clean(text);
        return string.Concat(line.EnumerateRunes().Take(LongestSubject)).Trim();
    }
}
