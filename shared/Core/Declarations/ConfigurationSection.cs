namespace Postern.Core.Declarations;

/// <summary>
/// What a file of the configuration has, in the order in which it is written: what others name comes first.
/// </summary>
public enum ConfigurationSection
{
    AliasDomains,

    /// <summary>The texts of alias domains, which a file has as part of these.</summary>
    Texts,
    Models,
    OutgoingServers,
    Parameters,
    Aliases,
    IncomingServers,
    Contacts,
    AllowedSenders,
    Blacklist,
}
