namespace Postern.Core.Reports.Reading;

/// <summary>Parses the per-recipient fields of a delivery status notification (RFC 3464 §2.3).</summary>
internal static class StatusGroupReader
{
    public static bool IsRecipient(FieldBlock block) =>
        block.Has("Final-Recipient")
        || block.Has("Original-Recipient")
        || block.Has("X-Actual-Recipient")
        || (block.Has("Action") && block.Has("Status"));

    /// <param name="block">The fields.</param>
    /// <param name="notice">
    /// The text for people, searched when the fields state no reason; null to use the fields alone.
    /// </param>
    public static ReportedRecipient Read(FieldBlock block, NoticeText? notice)
    {
        var original = ReportAddress.Read(block.Value("Original-Recipient"));
        var address =
            ReportAddress.Read(block.Value("Final-Recipient"))
            ?? original
            ?? ReportAddress.Read(block.Value("X-Actual-Recipient"));
        var (diagnosis, text) = Diagnose(block, address, notice);
        var action = Action(block.Value("Action"), diagnosis.Status);
        var hasReason = action is ReportAction.Failed or ReportAction.Delayed;
        return new ReportedRecipient
        {
            Address = address,
            OriginalRecipient = original == address ? null : original,
            Action = action,
            Status = diagnosis.Status,
            ReplyCode = diagnosis.ReplyCode,
            Diagnostic = ReportText.OneLine(text),
            RemoteMta = ReportAddress.Host(block.Value("Remote-MTA")),
            Reason = hasReason ? diagnosis.Reason : BounceReason.Unknown,
            Class = hasReason ? diagnosis.Class : BounceClass.Undetermined,
        };
    }

    // The server's own text takes precedence, but many systems write only "5.0.0" there and the reason in the text for
    // people.
    private static (Diagnosis Diagnosis, string Text) Diagnose(FieldBlock block, string? address, NoticeText? notice)
    {
        var text = Diagnostic(block);
        var diagnosis = Diagnosis.Of(text, null, block.Value("Status"));
        if (address is null || notice is null || diagnosis.Reason != BounceReason.Unknown)
            return (diagnosis, text);
        if (ExplanationInText(notice, address) is not { } explanation)
            return (diagnosis, text);
        var explained = Diagnosis.Of(explanation, diagnosis.ReplyCode, diagnosis.Status);
        return (explained, text.Length > 0 ? text : explanation);
    }

    private static string? ExplanationInText(NoticeText notice, string address) =>
        NoticeRecipients
            .Find(notice, [address], new HashSet<string>())[0]
            .Explanations.FirstOrDefault(text => ReasonMatcher.Match(text) != BounceReason.Unknown);

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

    // `smtp; 550 …`, `X-Postfix; …`, `X-Notes; …`: the type names the protocol or program of the text.
    private static string WithoutType(string value)
    {
        var semicolon = value.IndexOf(';', StringComparison.Ordinal);
        return semicolon is > 0 and < 25 && !value.AsSpan(0, semicolon).Contains(' ')
            ? value[(semicolon + 1)..].Trim()
            : value;
    }

    // Anything unrecognised is a failure, so that no bounce is missed.
    private static ReportAction Action(string? value, string? status)
    {
        var action = value?.TrimStart() ?? "";
        if (Begins(action, "delay"))
            return ReportAction.Delayed;
        if (Begins(action, "relay"))
            return ReportAction.Relayed;
        if (Begins(action, "expand"))
            return ReportAction.Expanded;
        var isSuccessByStatus = action.Length == 0 && status is ['2', ..];
        return isSuccessByStatus || Begins(action, "deliver") ? ReportAction.Delivered : ReportAction.Failed;
    }

    private static bool Begins(string action, string prefix) =>
        action.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
