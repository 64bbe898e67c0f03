namespace Postern.Tests.Servers;

/// <summary>A mailbox on the <see cref="MailServers"/>.</summary>
public sealed record MailUser(string Name, string Password)
{
    /// <summary>
    /// Address and login name. What has a plus part (<c>name+part@…</c>) arrives in the same mailbox.
    /// </summary>
    public string Address => $"{Name}@{MailServers.MailDomain}";

    /// <summary>
    /// A domain of the user's own: whatever its local part, mail for it arrives in this mailbox, with the address in
    /// X-Original-To. A gateway's alias domain for one test.
    /// </summary>
    public string Domain => $"{Name}.{MailServers.DomainsOfUsers}";
}
