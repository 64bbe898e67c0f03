namespace Postern.Core.Mime;

/// <summary>
/// Recognises automatic mail by its subject. Only the beginning counts: "Re: Out of office" is a person's reply to such
/// a mail.
/// </summary>
internal static class AutomaticSubjects
{
    /// <summary>The kind of automatic mail that has such a subject, or null.</summary>
    public static AutomaticMailKind? Match(string subject)
    {
        var text = subject.AsSpan().TrimStart(" [(*\"'");
        if (BeginsWithAny(text, AutomaticSubjectPhrases.Replies))
            return AutomaticMailKind.AutoReply;
        // A subject is not enough for a delivery report, but such mail must not be answered.
        if (BeginsWithAny(text, AutomaticSubjectPhrases.Reports))
            return AutomaticMailKind.Bulk;
        return BeginsWithAny(text, AutomaticSubjectPhrases.Receipts) ? AutomaticMailKind.Receipt : null;
    }

    private static bool BeginsWithAny(ReadOnlySpan<char> subject, string[] phrases)
    {
        foreach (var phrase in phrases)
        {
            var begins = subject.StartsWith(phrase, StringComparison.OrdinalIgnoreCase);
            if (begins && MayFollow(phrase, subject[phrase.Length..]))
                return true;
        }
        return false;
    }

    private static bool MayFollow(string phrase, ReadOnlySpan<char> rest)
    {
        if (phrase.EndsWith(':') || rest.IsEmpty)
            return true;
        if (!char.IsWhiteSpace(rest[0]))
            return !char.IsLetterOrDigit(rest[0]);
        var next = rest.TrimStart();
        foreach (var continuation in AutomaticSubjectPhrases.Continuations)
        {
            if (next.StartsWith(continuation, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return next.IsEmpty;
    }
}
