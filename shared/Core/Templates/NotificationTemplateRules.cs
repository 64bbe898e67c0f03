using Postern.Contracts.Http;

namespace Postern.Core.Templates;

/// <summary>What a template must be like to be saved.</summary>
internal static class NotificationTemplateRules
{
    /// <summary>The prefix of names that stand for the record's values: <c>{values.priority}</c>.</summary>
    public const string Values = "values.";

    private const int Longest = 32_000;

    // Addresses that the gateway makes itself: only these are safe inside a tag.
    private static readonly string[] Addresses = ["link", "stop"];

    private static readonly string[] Names =
    [
        "author",
        "files",
        "id",
        "link",
        "message",
        "model",
        "reason",
        "record",
        "stop",
        "subject",
    ];

    public static IEnumerable<FieldMessage> Errors(NotificationTemplate? template) =>
        template is null
            ? []
            :
            [
                .. Errors(
                    "notification.subject",
                    template.Subject,
                    name => name is not ("message" or "files" or "link" or "stop")
                ),
                .. Errors("notification.text", template.Text, _ => true),
                .. Errors("notification.html", template.Html, _ => true),
                .. Body("notification.text", template.Text),
                .. Body("notification.html", template.Html),
                .. Html(template.Html),
            ];

    private static IEnumerable<FieldMessage> Errors(string field, string? text, Func<string, bool> allowed)
    {
        if (text is null)
            yield break;
        if (text.Length is 0 or > Longest)
            yield return new(field, $"must have 1 to {Longest} characters");
        foreach (var name in TemplateText.Names(text).Select(use => use.Name).Distinct())
        {
            if (!Names.Contains(name) && !name.StartsWith(Values, StringComparison.Ordinal))
                yield return new(
                    field,
                    $"has {{{name}}}, which is not one of {string.Join(", ", Names)} or {Values}NAME"
                );
            else if (!allowed(name))
                yield return new(field, $"cannot hold {{{name}}}");
        }
        if (TemplateText.Unclosed(text) is { } open)
            yield return new(field, $"opens {{?{open}}} and does not close it with {{/{open}}}");
    }

    private static IEnumerable<FieldMessage> Body(string field, string? text)
    {
        if (text is not null && !text.Contains("{message}", StringComparison.Ordinal))
            yield return new(field, "needs {message}, or nobody would read the message");
    }

    private static IEnumerable<FieldMessage> Html(string? html)
    {
        if (html is null)
            yield break;
        if (html.Contains("<script", StringComparison.OrdinalIgnoreCase))
            yield return new("notification.html", "must not hold scripts");
        foreach (
            var (name, at) in TemplateText
                .Names(html)
                .Where(use => IsInTag(html, use.At) && !(Addresses.Contains(use.Name) || html[use.At + 1] == '?'))
        )
            yield return new(
                "notification.html",
                $"has {{{name}}} at {at} inside a tag or a style; there only {{link}} and {{stop}} are safe"
            );
    }

    private static bool IsInTag(string html, int at)
    {
        var before = html[..at];
        return before.LastIndexOf('<') > before.LastIndexOf('>')
            || before.LastIndexOf("<style", StringComparison.OrdinalIgnoreCase)
                > before.LastIndexOf("</style", StringComparison.OrdinalIgnoreCase);
    }
}
