namespace Postern.Core.Reports.Reading;

/// <summary>An address that a notice names as not reached, with the words that may say why: the nearest first.</summary>
internal sealed record NoticeRecipient(string Address, IReadOnlyList<string> Words);
