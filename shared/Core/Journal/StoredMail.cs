using Postern.Core.Mime;

namespace Postern.Core.Journal;

/// <summary>An incoming mail as stored. The reader disposes of it.</summary>
public sealed record StoredMail(string Name, SpooledContent Content, DateTimeOffset Received, MailOrigin Origin)
    : IDisposable
{
    /// <summary>
    /// The size in bytes of a mail that is too large to be taken; then <see cref="Content"/> may be its beginning only.
    /// Null for any other mail.
    /// </summary>
    public long? Excess { get; init; }

    /// <summary>Set when the mail is decided again.</summary>
    public ReplayOrder? Replay { get; init; }

    public MailId Id => MailId.Create(Received, Name);

    public void Dispose() => Content.Dispose();
}
