using Postern.Contracts.Http;

namespace Postern.Core.Templates;

/// <summary>Validates a notification template.</summary>
internal static class NotificationTemplateRules
{
    /// <summary>Prefix of names that stand for the record's values: <c>{values.priority}</c>.</summary>
    public const string Values = "values.";

    private const int Longest = 32_000;
    private const string Subject = "notification.subject";
    private const string Text = "notification.text";
    private const string Html = "notification.html";

    // csharpier-ignore
    private static readonly string[] Names =
        [
            "author", "files", "heading", "id", "language", "link", "message", "model", "openLabel", "reason", "record",
            "stop", "stopLabel", "subject",
        ];

    // Names whose values have several lines or are URLs.
    private static readonly string[] NotInSubject = ["message", "files", "link", "stop"];

    // The gateway makes these values itself: only they are safe inside a tag.
    private static readonly string[] AllowedInTags = ["language", "link", "stop"];

    public static IEnumerable<FieldMessage> Errors(NotificationTemplate? template)
    {
        if (template is null)
            return [];
        return
        [
            .. FieldErrors(Subject, template.Subject),
            .. FieldErrors(Text, template.Text),
            .. FieldErrors(Html, template.Html),
            .. MissingMessage(Text, template.Text),
            .. MissingMessage(Html, template.Html),
            .. HtmlErrors(template.Html),
        ];
    }

    private static IEnumerable<FieldMessage> FieldErrors(string field, string? text)
    {
        if (text is null)
            yield break;
        if (text.Length is 0 or > Longest)
        {
            yield return new(field, $"must have 1 to {Longest} characters");
            yield break;
        }
        foreach (var name in TemplateText.Names(text).Select(use => use.Name).Distinct())
        {
            if (FindProblem(field, name) is { } problem)
                yield return new(field, problem);
        }
        if (TemplateText.Unclosed(text) is { } open)
            yield return new(field, $"opens {{?{open}}} and does not close it with {{/{open}}}");
    }

    private static string? FindProblem(string field, string name)
    {
        if (!Names.Contains(name) && !name.StartsWith(Values, StringComparison.Ordinal))
            return $"has {{{name}}}, which is not one of {string.Join(", ", Names)} or {Values}NAME";
        return field == Subject && NotInSubject.Contains(name) ? $"cannot hold {{{name}}}" : null;
    }

    private static IEnumerable<FieldMessage> MissingMessage(string field, string? text)
    {
        if (text is not null && !text.Contains("{message}", StringComparison.Ordinal))
            yield return new(field, "needs {message}, or nobody would read the message");
    }

    private static IEnumerable<FieldMessage> HtmlErrors(string? html)
    {
        if (html is null or { Length: > Longest })
            yield break;
        if (html.Contains("<script", StringComparison.OrdinalIgnoreCase))
            yield return new(Html, "must not hold scripts");
        foreach (var (name, at) in TemplateText.Names(html))
        {
            var isCondition = html[at + 1] == '?';
            if (isCondition || AllowedInTags.Contains(name) || !IsInTag(html, at))
                continue;
            yield return new(
                Html,
                $"has {{{name}}} at {at} inside a tag or a style; there only {{language}}, {{link}} and {{stop}} are safe"
            );
        }
    }

    private static bool IsInTag(string html, int at)
    {
        var before = html.AsSpan(0, at);
        return before.LastIndexOf('<') > before.LastIndexOf('>')
            || before.LastIndexOf("<style", StringComparison.OrdinalIgnoreCase)
                > before.LastIndexOf("</style", StringComparison.OrdinalIgnoreCase);
    }
}
