namespace Postern.Core.Configuration;

/// <summary>What happens to outgoing mail (<c>mail.mode</c>). Draining is laid over it: <see cref="MailDrain"/>.</summary>
public enum MailMode
{
    /// <summary>It is sent.</summary>
    Live,

    /// <summary>It is held until an administrator releases it.</summary>
    Hold,

    /// <summary>All of it goes to one address.</summary>
    Redirect,

    /// <summary>It is sent to the addresses and domains of a list, and held for all others.</summary>
    Allowlist,

    /// <summary>A mode of a later version: mail is held, since what that version would do is not known.</summary>
    Unknown,
}
