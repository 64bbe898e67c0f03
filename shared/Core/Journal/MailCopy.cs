namespace Postern.Core.Journal;

/// <summary>A further copy of a mail, which came by another way.</summary>
/// <param name="Mail">Its journal id.</param>
/// <param name="Received">When it was accepted.</param>
/// <param name="Source">Where it came from, as in <see cref="JournalEntry.Source"/>.</param>
/// <param name="Recipients">Whom it was delivered to; whom it names where that is not known. At most ten.</param>
public sealed record MailCopy(string Mail, DateTimeOffset Received, string Source, IReadOnlyList<string> Recipients);
