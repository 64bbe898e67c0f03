using System.Net;

namespace Postern.Tests.Replies;

/// <summary>The bodies of a mail that is answered, with LF line ends.</summary>
internal sealed record SentMail(string Text, string Html);

/// <summary>A mail in which an answer stands around a quote.</summary>
/// <param name="Body">The body.</param>
/// <param name="IsHtml">Whether it is HTML.</param>
/// <param name="New">What its author wrote.</param>
internal sealed record QuotingReply(string Body, bool IsHtml, string New);

/// <summary>What mail programs make of a mail when it is answered, whatever language they speak.</summary>
internal static class QuotingPrograms
{
    private const string Sender = "Anna Agent";
    private const string SenderAddress = "notifications@mycompany.example";
    private const string Who = $"{Sender} <{SenderAddress}>";
    private const string Reader = "Carl Customer <carl@customer.example>";

    public static IReadOnlyDictionary<string, Func<QuoteLanguage, SentMail, string, QuotingReply>> All { get; } =
        new Dictionary<string, Func<QuoteLanguage, SentMail, string, QuotingReply>>
        {
            ["Gmail, text"] = (language, mail, text) =>
                Text($"{text}\n\n{Wrapped(language.Sentence(Who))}\n\n{Marked(mail.Text)}", text),
            ["Thunderbird, below the quote"] = (language, mail, text) =>
                Text($"{language.Sentence(Sender)}\n{Marked(mail.Text, 990)}\n\n{text}\n", text),
            ["Yahoo, in two lines"] = (language, mail, text) =>
                Text($"{text}\n\n   {InTwo(language.Sentence(Who))}  \n \n {Marked(mail.Text)}", text),
            ["Apple Mail, text"] = (language, mail, text) =>
                Text($"{text}\n\n> {language.Sentence(Who)}\n> \n{Marked(mail.Text, 990)}", text),
            ["K-9, a scanner's links"] = (language, mail, text) =>
                Text($"{text}\n\n{language.Sentence(Who)}\n{Marked(Retyped(mail.Text))}\n", text),
            ["Roundcube, answers between"] = (language, mail, text) => Between(language, mail, text),
            ["Outlook, text"] = (language, mail, text) =>
                Text($"{text}\n\n{Fields(language)}\n\n{Safe(mail.Text)}", text),
            ["Outlook, answers between"] = (language, mail, text) => BetweenFields(language, mail, text),
            ["Lotus Notes"] = (language, mail, text) =>
                Text($"{text}\n\n{LotusFields(language)}\n\n\n{mail.Text}", text),
            ["QQ"] = (language, mail, text) =>
                Text(
                    $"{text}\n\n\n------------------ {language.Fields[3]} ------------------\n"
                        + $"{Fields(language, "\"")}\n\n\n{mail.Text}",
                    text
                ),
            ["Gmail, HTML"] = (language, mail, text) =>
                Html(
                    $"""<div dir="ltr">{Encoded(text)}</div><br><div class="x_quote"><div>{Encoded(
                        language.Sentence(Who)
                    )}<br></div><blockquote style="margin:0 0 0 .8ex">{Inner(mail)}</blockquote></div>""",
                    text
                ),
            ["Outlook, HTML"] = (language, mail, text) =>
                Html(
                    $"<div><p>{Encoded(text)}</p><div><div><p>{FieldsOfHtml(language)}</p></div>{Changed(mail)}</div></div>",
                    text
                ),
            ["Zimbra, HTML with answers"] = (language, mail, text) => BetweenHtml(language, mail, text),
        };

    private static QuotingReply Text(string body, string text) => new(body, false, text);

    private static QuotingReply Html(string body, string text) => new($"<html><body>{body}</body></html>", true, text);

    // The first answer is the given text, and each further question gets a short one.
    private static (string Body, string New) Answered(string[] quoted, string text, Func<string, string> answer)
    {
        var (lines, answers) = (new List<string>(), new List<string>());
        foreach (var line in quoted)
        {
            lines.Add(line);
            if (!line.Contains('?', StringComparison.Ordinal))
                continue;
            answers.Add(
                answers.Count == 0 ? text
                : answers.Count % 2 == 0 ? "Thanks"
                : "Blue, please."
            );
            lines.Add(answer(answers[^1]));
        }
        return (string.Join('\n', lines), string.Join('\n', answers));
    }

    private static QuotingReply Between(QuoteLanguage language, SentMail mail, string text)
    {
        var quoted = Marked(mail.Text, 990).Split('\n');
        var (body, answers) = Answered(quoted, text, answer => $"{answer}");
        return Text($"{language.Sentence(Who)}\n{body}\n", answers);
    }

    private static QuotingReply BetweenFields(QuoteLanguage language, SentMail mail, string text)
    {
        var quoted = mail.Text.Split('\n');
        var (body, answers) = Answered(quoted, text, answer => $"\n{answer}\n");
        return Text($"{Fields(language)}\n\n{body}\n", answers);
    }

    private static QuotingReply BetweenHtml(QuoteLanguage language, SentMail mail, string text)
    {
        var quoted = mail.Text.Split('\n').Select(line => $"<div>{Encoded(line)}</div>");
        var (body, answers) = Answered(
            [.. quoted],
            text,
            answer => $"</blockquote><div>{Encoded(answer)}</div><blockquote>"
        );
        return Html($"<hr><div>{FieldsOfHtml(language)}</div><br><blockquote>{body}</blockquote>", answers);
    }

    private static string Fields(QuoteLanguage language, string quote = "") =>
        $"{language.Fields[0]}: {quote}{Sender}{quote} <{SenderAddress}>\n{language.Fields[1]}: {language.Time}\n"
        + $"{language.Fields[2]}: {Reader}\n{language.Fields[3]}: Printer on fire";

    private static string LotusFields(QuoteLanguage language) =>
        $"{Sender}/MYCOMPANY@MYCOMPANY\n22.11.2026 10:00\n\n{language.Fields[2]}\nCarl/CUST@CUST\ncc\n\n"
        + $"{language.Fields[3]}\nPrinter on fire";

    private static string FieldsOfHtml(QuoteLanguage language) =>
        string.Join("<br>", Fields(language).Split('\n').Select(Encoded));

    private static string Marked(string text, int width = 76) =>
        string.Join('\n', text.TrimEnd().Split('\n').Select(line => $"> {Wrapped(line, width)}".TrimEnd()))
            .Replace("\n\u0001", "\n> ", StringComparison.Ordinal);

    // The beginning of a wrapped line is marked, for its quote mark.
    private static string Wrapped(string line, int width)
    {
        var (lines, current) = (new List<string>(), "");
        foreach (var word in line.Split(' '))
        {
            if (current.Length > 0 && current.Length + word.Length >= width)
            {
                lines.Add(current);
                current = word;
            }
            else
                current = current.Length == 0 ? word : $"{current} {word}";
        }
        lines.Add(current);
        return string.Join("\n\u0001", lines);
    }

    private static string Wrapped(string line) => Wrapped(line, 78).Replace("\u0001", "", StringComparison.Ordinal);

    private static string InTwo(string line)
    {
        var space = line.LastIndexOf(' ');
        return space < 0 ? line : $"{line[..space]}  \n {line[(space + 1)..]}";
    }

    private static string Safe(string text) => Links(text, url => Scanned(url));

    private static string Scanned(string url) =>
        $"https://eur01.safelinks.protection.outlook.com/?url={WebUtility.UrlEncode(url)}&data=05%7C02%7C&reserved=0";

    // Other quotes, dashes and spaces, and the links of another scanner.
    private static string Retyped(string text) =>
        Links(text, url => $"https://urldefense.com/v3/__{url}__;!!Abc-12!xyz$")
            .Replace('’', '\'')
            .Replace("–", "--", StringComparison.Ordinal)
            .Replace('“', '"')
            .Replace('”', '"')
            .Replace("would like", "would\u00A0like", StringComparison.Ordinal);

    private static string Links(string text, Func<string, string> rewrite) =>
        string.Join(
            '\n',
            text.Split('\n')
                .Select(line =>
                    string.Join(
                        ' ',
                        line.Split(' ')
                            .Select(word =>
                                word.StartsWith("https://", StringComparison.Ordinal) ? rewrite(word) : word
                            )
                    )
                )
        );

    private static string Encoded(string text) =>
        WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);

    private static string Inner(SentMail mail)
    {
        var start = mail.Html.IndexOf("<body", StringComparison.Ordinal);
        var end = mail.Html.LastIndexOf("</body>", StringComparison.Ordinal);
        return mail.Html[(mail.Html.IndexOf('>', start) + 1)..end];
    }

    // Other elements, no classes and styles, and the links of a scanner.
    private static string Changed(SentMail mail) =>
        Inner(mail)
            .Replace("<p ", "<div ", StringComparison.Ordinal)
            .Replace("</p>", "</div>", StringComparison.Ordinal)
            .Replace("class=\"po-", "class=\"x_po-", StringComparison.Ordinal)
            .Replace(
                "href=\"",
                "data-auth=\"NotApplicable\" href=\"https://x.safelinks.protection.outlook.com/?url=",
                StringComparison.Ordinal
            );
}

/// <summary>How a language introduces a quote.</summary>
/// <param name="Name">Its code.</param>
/// <param name="Template">The sentence, with <c>{who}</c> for the author.</param>
/// <param name="Fields">The names of the fields From, Sent, To and Subject.</param>
/// <param name="Time">The time in the field Sent.</param>
internal sealed record QuoteLanguage(string Name, string Template, string[] Fields, string Time)
{
    public string Sentence(string who) => Template.Replace("{who}", who, StringComparison.Ordinal);

    public static QuoteLanguage Read(string line) =>
        line.Split(" | ") is [var name, var sentence, var fields, var time]
            ? new(name, sentence, fields.Split(','), time)
            : throw new FormatException(line);
}
