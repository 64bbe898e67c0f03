namespace Postern.Core.Replies;

/// <summary>
/// What mail programs write around a quote in one language, as their translations have it; an embedded file
/// <c>Languages/{code}.json</c>.
/// </summary>
internal sealed record ReplyLanguage
{
    /// <summary>The English name of the language.</summary>
    public required string Language { get; init; }

    /// <summary>Verbs of the line that introduces a quote: "wrote".</summary>
    public required IReadOnlyList<string> Verbs { get; init; }

    /// <summary>First words of that line: prepositions and weekdays before the date.</summary>
    public IReadOnlyList<string> Openings { get; init; } = [];

    /// <summary>Names of the From field in the header above a quote.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Names of the field that Outlook writes for Date.</summary>
    public IReadOnlyList<string> Sent { get; init; } = [];

    /// <summary>Names of the Date field.</summary>
    public IReadOnlyList<string> Date { get; init; } = [];

    /// <summary>Names of the To field.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Names of Cc, Reply-To and other fields that say nothing by themselves.</summary>
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>Names of the Subject field.</summary>
    public IReadOnlyList<string> Subject { get; init; } = [];

    /// <summary>Titles of the line above a quoted or forwarded mail: "Original Message".</summary>
    public IReadOnlyList<string> Titles { get; init; } = [];

    /// <summary>
    /// How a device's line begins, or after an ellipsis how it ends: "Sent from", "… gönderildi", "Von … gesendet".
    /// </summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Devices and programs that such a line names, of which it needs one.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Words of an apology that may follow: "please excuse typos".</summary>
    public IReadOnlyList<string> Apologies { get; init; } = [];
}
