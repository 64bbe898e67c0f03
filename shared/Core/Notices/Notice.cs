namespace Postern.Core.Notices;

/// <summary>An automatic answer to the sender of a mail, as data: nothing is sent by making one.</summary>
public sealed record Notice
{
    public required NoticeKind Kind { get; init; }

    /// <summary>Whom it goes to: the reverse path, else the From; null when the mail names nobody.</summary>
    public string? Recipient { get; init; }

    /// <summary>Name of the alias domain that was written to: the answer comes from MAILER-DAEMON there.</summary>
    public required string Domain { get; init; }

    /// <summary>The address that was written to.</summary>
    public required string Address { get; init; }

    /// <summary>What it says, without the mail that it quotes.</summary>
    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>Why it is not sent; null when it is.</summary>
    public string? Withheld { get; init; }
}
