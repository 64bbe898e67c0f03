namespace Postern.Core.Notices;

/// <summary>Why the gateway answers a mail by itself.</summary>
public enum NoticeKind
{
    /// <summary>Written to an address that only collects replies (P26).</summary>
    Catchall,

    /// <summary>The alias takes mail of known contacts only.</summary>
    KnownContactsOnly,

    /// <summary>The alias takes mail of followers only.</summary>
    FollowersOnly,

    /// <summary>The alias is not set up so that it can take mail.</summary>
    FailedAlias,

    /// <summary>The sender wrote too often (P37).</summary>
    Loop,
}
