namespace Postern.Core.Reports.Reading;

/// <summary>Reads one recipient's group of a delivery status notification (RFC 3464 §2.3).</summary>
internal static class StatusGroupReader
{
    public static bool IsRecipient(FieldBlock block) =>
        block.Has("Final-Recipient")
        || block.Has("Original-Recipient")
        || block.Has("X-Actual-Recipient")
        || (block.Has("Action") && block.Has("Status"));

    public static ReportedRecipient Read(FieldBlock block, NoticeText? notice)
    {
        var original = ReportAddress.Read(block.Value("Original-Recipient"));
        var address =
            ReportAddress.Read(block.Value("Final-Recipient"))
            ?? original
            ?? ReportAddress.Read(block.Value("X-Actual-Recipient"));
        var (diagnosis, words) = Diagnose(block, address, notice);
        var action = Action(block.Value("Action"), diagnosis.Status);
        var failed = action is ReportAction.Failed or ReportAction.Delayed;
        return new ReportedRecipient
        {
            Address = address,
            OriginalRecipient = original == address ? null : original,
            Action = action,
            Status = diagnosis.Status,
            ReplyCode = diagnosis.ReplyCode,
            Diagnostic = ReportText.OneLine(words),
            RemoteMta = ReportAddress.Host(block.Value("Remote-MTA")),
            Reason = failed ? diagnosis.Reason : BounceReason.Unknown,
            Class = failed ? diagnosis.Class : BounceClass.Undetermined,
        };
    }

    // The server's own words first. Many systems write only "5.0.0" there and the reason for people.
    private static (Diagnosis Diagnosis, string Words) Diagnose(FieldBlock block, string? address, NoticeText? notice)
    {
        var status = block.Value("Status");
        var words = Diagnostic(block);
        var own = Diagnosis.Of(words, null, status);
        if (address is null || notice is null || own.Reason != BounceReason.Unknown)
            return (own, words);
        var spoken = NoticeRecipients
            .Find(notice, [address], new HashSet<string>())[0]
            .Words.FirstOrDefault(text => ReasonWords.Of(text) != BounceReason.Unknown);
        if (spoken is null)
            return (own, words);
        var told = Diagnosis.Of(spoken, own.ReplyCode, own.Status);
        return (told, words.Length > 0 ? words : spoken);
    }

    private static string Diagnostic(FieldBlock block)
    {
        var texts = block
            .Values("Diagnostic-Code")
            .Concat(block.Values("X-Supplementary-Info"))
            .Where(text => text.Length > 0)
            .ToList();
        return texts.Count > 0 ? string.Join(' ', texts.Select(WithoutType)) : Comment(block.Value("Status"));
    }

    // `4.0.0 (mx.example: host name lookup failure)`.
    private static string Comment(string? status) =>
        status?.IndexOf('(', StringComparison.Ordinal) is { } at and > 0 ? status[at..].Trim('(', ')') : "";

    // `smtp; 550 …`: the type says whose codes these are. `X-Postfix; …`, `X-Notes; …` likewise.
    private static string WithoutType(string value)
    {
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        return semicolon is > 0 and < 25 && !value.AsSpan(0, semicolon).Contains(' ')
            ? value[(semicolon + 1)..].Trim()
            : value;
    }

    private static ReportAction Action(string? value, string? status)
    {
        var word = value?.TrimStart() ?? "";
        if (Begins(word, "fail") || Begins(word, "err"))
            return ReportAction.Failed;
        if (Begins(word, "delay"))
            return ReportAction.Delayed;
        if (Begins(word, "relay"))
            return ReportAction.Relayed;
        if (Begins(word, "expand"))
            return ReportAction.Expanded;
        if (Begins(word, "deliver") || (word.Length == 0 && status is ['2', ..]))
            return ReportAction.Delivered;
        return ReportAction.Failed;
    }

    private static bool Begins(string word, string with) => word.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}
