using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Postern.Contracts;
using Postern.Core.Html;
using Postern.Core.Templates;
using Postern.Core.Threads;

namespace Postern.Core.Composing;

/// <summary>What a notification says: the model's template, filled in with the message and what the reader needs to know.</summary>
internal static partial class NotificationText
{
    private const int LongestSubject = 200;

    public static string Subject(MailDraft draft) =>
        OneLine(TemplateText.Fill(draft.Template?.Subject ?? NotificationLayout.Subject, Values(draft)));

    public static string Plain(MailDraft draft)
    {
        var values = Values(draft);
        values["message"] = (draft.Text ?? HtmlText.FromHtml(draft.Html ?? "")).Trim();
        return TemplateText.Fill(draft.Template?.Text ?? NotificationLayout.Text, values).TrimEnd() + "\n";
    }

    public static string Html(MailDraft draft)
    {
        var values = Values(draft).ToDictionary(value => value.Key, value => WebUtility.HtmlEncode(value.Value));
        values["message"] = draft.Html is { } html
            ? Paper(html)
            : $"<div style=\"white-space:pre-wrap\">{WebUtility.HtmlEncode((draft.Text ?? "").Trim())}</div>";
        return TemplateText.Fill(draft.Template?.Html ?? NotificationLayout.Html, values);
    }

    /// <summary>Why the reader gets it, and where an answer goes; before that, that a stranger wrote it.</summary>
    public static string Reason(ThreadMessage message, MessageDelivery delivery) =>
        (message.Stranger ? $"Written by {Stranger(message.Author)}, who is not known here. " : "")
        + Why(message, delivery);

    // The address, since anybody can take any name.
    private static string Stranger(MessageAuthor author) =>
        author.Address.Length > 0 ? author.Address : author.DisplayName;

    private static string Why(ThreadMessage message, MessageDelivery delivery) =>
        (message.Kind, delivery.Named) switch
        {
            (MessageKind.Note, true) =>
                $"An internal note that {message.Author.DisplayName} sent to you. Your answer stays internal.",
            (MessageKind.Note, false) =>
                $"An internal note on \u201c{message.Thread.Subject}\u201d, which you follow. Your answer stays internal.",
            (_, true) =>
                $"You get this because {message.Author.DisplayName} named you as a recipient. Your answer goes to everybody who follows \u201c{message.Thread.Subject}\u201d.",
            _ =>
                $"You get this because you follow \u201c{message.Thread.Subject}\u201d. Your answer goes to everybody who follows it.",
        };

    private static Dictionary<string, string> Values(MailDraft draft)
    {
        var (message, thread) = (draft.Message, draft.Message.Thread);
        var values = new Dictionary<string, string>
        {
            ["author"] = message.Author.DisplayName,
            ["files"] = LeftOut(draft),
            ["id"] = thread.Id,
            ["link"] = draft.Link ?? "",
            ["model"] = thread.Model,
            ["reason"] = Reason(message, draft.Delivery),
            ["record"] = thread.Subject,
            ["stop"] = draft.Stop ?? "",
            ["subject"] = message.Subject.Length > 0 ? message.Subject : $"Re: {thread.Subject}",
        };
        foreach (var (name, value) in thread.Values ?? [])
            values[NotificationTemplateRules.Values + name] = value?.ToString() ?? "";
        return values;
    }

    // A file that the server would not take is not lost: it is where the message is.
    private static string LeftOut(MailDraft draft) =>
        draft.LeftOut.Count == 0
            ? ""
            : $"Too large for this mail, and kept with the message on \u201c{OneLine(draft.Message.Thread.Subject)}\u201d:"
                + string.Concat(draft.LeftOut.Select(file => $"\n{OneLine(file.Name)} ({Size(file.Size)})"))
                + (draft.Link is null ? "" : $"\n{draft.Link}");

    private static string Size(long bytes) =>
        bytes >= 1 << 20
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.#} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes >> 10)} KB");

    // HTML with colours of its own was made for white paper: on a dark screen it keeps it.
    private static string Paper(string html) =>
        Coloured().IsMatch(html)
            ? $"<div class=\"po-paper\" style=\"background:#ffffff;color:#1f2430;color-scheme:light\">{html}</div>"
            : html;

    /// <summary>A text as one line of at most 200 characters, whatever it holds.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(LongestSubject))
            line.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        return line.ToString().Trim();
    }

    [GeneratedRegex("<[^>]*(bgcolor|color\\s*[:=]|background)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Coloured();
}
