using Postern.Core.Mime;

namespace Postern.Core.Journal;

/// <summary>A mail as it came in. Whoever reads one disposes of it.</summary>
public sealed record StoredMail(string Name, SpooledContent Content, DateTimeOffset Received, MailOrigin Origin)
    : IDisposable
{
    /// <summary>Set when the mail is decided about once more.</summary>
    public ReplayOrder? Replay { get; init; }

    public MailId Id => MailId.Create(Received, Name);

    public void Dispose() => Content.Dispose();
}
