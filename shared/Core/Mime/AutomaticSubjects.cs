namespace Postern.Core.Mime;

/// <summary>
/// Recognises the usual subjects of automatic mail. Only the beginning counts: "Re: Out of office" is a person's reply to
/// such a mail. People write such subjects too, so that one is no sign without another.
/// </summary>
internal static class AutomaticSubjects
{
    /// <summary>The kind of automatic mail that has such a subject, or null.</summary>
    public static AutomaticMailKind? Match(string subject)
    {
        var text = subject.AsSpan().TrimStart(" [(*\"'");
        if (BeginsWithAny(text, AutomaticSubjectPhrases.Replies))
            return AutomaticMailKind.AutoReply;
        // A subject is never enough for a report or a receipt.
        var isReport =
            BeginsWithAny(text, AutomaticSubjectPhrases.Reports)
            || BeginsWithAny(text, AutomaticSubjectPhrases.Receipts);
        return isReport ? AutomaticMailKind.Bulk : null;
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
