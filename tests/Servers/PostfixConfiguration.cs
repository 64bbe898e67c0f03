using System.Text.RegularExpressions;

namespace Postern.Tests.Servers;

/// <summary>Writes what Postfix needs into the folder of the <see cref="MailServers"/>.</summary>
public static class PostfixConfiguration
{
    public static void Write(string folder, MailServerPorts ports)
    {
        var target = Directory.CreateDirectory(Path.Combine(folder, "postfix")).FullName;
        var main = Path.Combine(target, "main.cf");
        File.WriteAllText(main, MainFile(folder, ports));
        // Postfix waits until the file is two seconds old, lest somebody is still writing it.
        File.SetLastWriteTimeUtc(main, File.GetLastWriteTimeUtc(main).AddMinutes(-1));
        File.WriteAllText(Path.Combine(target, "master.cf"), MasterFile(folder, ports));
        File.WriteAllText(Path.Combine(target, "domains"), DomainsFile());
    }

    // No virtual_mailbox_maps on purpose: Postfix takes every user of the domain, Dovecot refuses the unknown ones, and
    // Postfix writes a real delivery status notification. The short times make its delay and expiry notices come
    // in seconds.
    private static string MainFile(string folder, MailServerPorts ports) =>
        $$"""
            compatibility_level = 3.6
            queue_directory = {{folder}}/queue
            data_directory = {{folder}}/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            maillog_file = {{folder}}/postfix.log
            maillog_file_prefixes = {{folder}}
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = {{MailServers.HostName}}
            mydestination =
            local_transport = error:none
            alias_maps =
            mynetworks = 127.0.0.99/32
            recipient_delimiter = +
            virtual_mailbox_domains = {{MailServers.MailDomain}}
            virtual_transport = lmtp:inet:127.0.0.1:{{ports.Lmtp}}
            virtual_alias_domains = regexp:{{folder}}/postfix/domains
            virtual_alias_maps = regexp:{{folder}}/postfix/domains
            lmtp_destination_recipient_limit = 1
            default_transport = smtp:[127.0.0.1]:{{ports.SinkAccepts}}
            transport_maps = inline:{ down.test=smtp:[127.0.0.1]:9,
                busy.test=smtp:[127.0.0.1]:{{ports.SinkIsBusy}},
                blocked.test=smtp:[127.0.0.1]:{{ports.SinkRefusesRecipients}},
                toobig.test=smtp:[127.0.0.1]:{{ports.SinkRefusesData}},
                nohost.test=smtp:[no-such-host.invalid] }
            smtp_dns_support_level = disabled
            lmtp_host_lookup = native
            smtpd_peername_lookup = no
            smtpd_client_connection_count_limit = 0
            smtpd_tls_chain_files = {{folder}}/server.pem
            smtpd_tls_security_level = may
            smtpd_sasl_type = dovecot
            smtpd_sasl_path = inet:127.0.0.1:{{ports.Sasl}}
            smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
            address_verify_map =
            address_verify_poll_count = 5
            address_verify_poll_delay = 1s
            delay_warning_time = 1s
            queue_run_delay = 1s
            minimal_backoff_time = 1s
            maximal_backoff_time = 2s
            maximal_queue_lifetime = 6s
            bounce_queue_lifetime = 6s

            """;

    private static string MasterFile(string folder, MailServerPorts ports) =>
        $"""
            pickup    unix  n  -  n  60    1  pickup
            cleanup   unix  n  -  n  -     0  cleanup
            qmgr      unix  n  -  n  300   1  qmgr
            tlsmgr    unix  -  -  n  1000? 1  tlsmgr
            rewrite   unix  -  -  n  -     -  trivial-rewrite
            bounce    unix  -  -  n  -     0  bounce
            defer     unix  -  -  n  -     0  bounce
            trace     unix  -  -  n  -     0  bounce
            verify    unix  -  -  n  -     1  verify
            flush     unix  n  -  n  1000? 0  flush
            proxymap  unix  -  -  n  -     -  proxymap
            smtp      unix  -  -  n  -     -  smtp
            relay     unix  -  -  n  -     -  smtp
            showq     unix  n  -  n  -     -  showq
            error     unix  -  -  n  -     -  error
            retry     unix  -  -  n  -     -  error
            discard   unix  -  -  n  -     -  discard
            lmtp      unix  -  -  n  -     -  lmtp flags=O
            anvil     unix  -  -  n  -     1  anvil
            scache    unix  -  -  n  -     1  scache
            postlog   unix-dgram n  - n  -  1  postlogd
            127.0.0.1:{ports.Mx}  inet  n  -  n  -  -  smtpd
            127.0.0.1:{ports.StrictMx}  inet  n  -  n  -  -  smtpd
                -o smtpd_recipient_restrictions=reject_unverified_recipient
                -o unverified_recipient_reject_code=550
            127.0.0.1:{ports.Submission}  inet  n  -  n  -  -  smtpd
                {Submission} -o smtpd_tls_security_level=encrypt
            127.0.0.1:{ports.Submissions}  inet  n  -  n  -  -  smtpd
                {Submission} -o smtpd_tls_wrappermode=yes
            127.0.0.1:{ports.SubmissionPlain}  inet  n  -  n  -  -  smtpd
                {Submission} -o smtpd_tls_security_level=encrypt -o smtpd_sasl_mechanism_filter=plain
            127.0.0.1:{ports.SubmissionLogin}  inet  n  -  n  -  -  smtpd
                {Submission} -o smtpd_tls_security_level=encrypt -o smtpd_sasl_mechanism_filter=login
            127.0.0.1:{ports.NoNullSender}  inet  n  -  n  -  -  smtpd
                -o smtpd_sender_restrictions=check_sender_access,{NullSenderTable}
            {MailServers.WrongNameHost}:{ports.Submission}  inet  n  -  n  -  -  smtpd
                {Submission} -o smtpd_tls_security_level=encrypt -o smtpd_tls_chain_files={folder}/wrong-name.pem
            {MailServers.WrongNameHost}:{ports.Submissions}  inet  n  -  n  -  -  smtpd
                {Submission} -o smtpd_tls_wrappermode=yes -o smtpd_tls_chain_files={folder}/wrong-name.pem

            """;

    private const string NullSenderTable = "inline:{<>=REJECT}";

    private const string Submission =
        "-o smtpd_sasl_auth_enable=yes -o smtpd_relay_restrictions=permit_sasl_authenticated,reject";

    private static string DomainsFile()
    {
        var domains = Regex.Escape(MailServers.DomainsOfUsers);
        return $$"""
            /^[^@.]+\.{{domains}}$/ own
            /^.*@([^@.]+)\.{{domains}}$/ ${1}@{{MailServers.MailDomain}}

            """;
    }
}
