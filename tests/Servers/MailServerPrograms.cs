namespace Postern.Tests.Servers;

/// <summary>What the <see cref="MailServers"/> need of the machine.</summary>
public static class MailServerPrograms
{
    private static readonly (string Package, string Program)[] Needed =
    [
        ("dovecot-core", "/usr/sbin/dovecot"),
        ("dovecot-imapd", "/usr/lib/dovecot/imap"),
        ("dovecot-pop3d", "/usr/lib/dovecot/pop3"),
        ("dovecot-lmtpd", "/usr/lib/dovecot/lmtp"),
        ("postfix", "/usr/lib/postfix/sbin/master"),
        ("swaks", "/usr/bin/swaks"),
    ];

    /// <summary>What lacks, in words; null when nothing does.</summary>
    public static string? Missing { get; } = Find();

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "The mail servers run on Debian only.";
        }

        var packages = Needed.Where(needed => !File.Exists(needed.Program)).Select(needed => needed.Package).ToList();
        if (packages.Count > 0)
        {
            return $"Not installed: the Debian package(s) {string.Join(", ", packages)}.";
        }

        return Environment.IsPrivilegedProcess ? null : "Postfix starts only as root.";
    }
}
