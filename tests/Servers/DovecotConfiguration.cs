using Postern.Tests.Support;

namespace Postern.Tests.Servers;

/// <summary>Writes what Dovecot needs into the folder of the <see cref="MailServers"/>.</summary>
public static class DovecotConfiguration
{
    /// <summary>Adds a user, also while Dovecot runs; a quota is in bytes.</summary>
    public static void AddUser(string folder, MailUser user, long? quota)
    {
        var rule = quota is null ? "" : $"userdb_quota_rule=*:bytes={quota}";
        // A file for each: Dovecot looks at one that it knows for changes only once a second.
        File.WriteAllText(
            Path.Combine(folder, "users", user.Address),
            $"{user.Address}:{{PLAIN}}{user.Password}::::::{rule}\n"
        );
    }

    public static void Write(string folder, MailServerPorts ports, OAuthTokens tokens)
    {
        File.WriteAllText(Path.Combine(folder, "dovecot.conf"), MainFile(folder, ports));
        File.WriteAllText(Path.Combine(folder, "oauth2.conf.ext"), OAuthFile(folder));
        var keys = Directory.CreateDirectory(Path.Combine(folder, "jwtkeys", "default", "HS256"));
        File.WriteAllText(Path.Combine(keys.FullName, "default"), tokens.KeyFile);
        Directory.CreateDirectory(Path.Combine(folder, "users"));
    }

    private static string OAuthFile(string folder) =>
        $"""
            introspection_mode = local
            local_validation_key_dict = fs:posix:prefix={folder}/jwtkeys/
            username_attribute = email

            """;

    private static string MainFile(string folder, MailServerPorts ports) =>
        $$"""
            base_dir = {{folder}}/run
            state_dir = {{folder}}/run
            log_path = {{folder}}/dovecot.log
            protocols = imap pop3 lmtp
            listen = 127.0.0.1, {{MailServers.WrongNameHost}}
            ssl = yes
            ssl_cert = <{{folder}}/server.pem
            ssl_key = <{{folder}}/server.pem
            local {{MailServers.WrongNameHost}} {
              ssl_cert = <{{folder}}/wrong-name.pem
              ssl_key = <{{folder}}/wrong-name.pem
            }
            disable_plaintext_auth = no
            auth_failure_delay = 0
            auth_mechanisms = plain login cram-md5 xoauth2 oauthbearer
            mail_location = maildir:{{folder}}/maildirs/%u
            mail_uid = mail
            mail_gid = mail
            first_valid_uid = 1
            first_valid_gid = 1
            mail_max_userip_connections = 100
            recipient_delimiter = +
            mail_plugins = quota
            plugin {
              quota = maildir:User quota
              quota_rule = *:storage=100M
              quota_grace = 0%
            }
            passdb {
              driver = passwd-file
              args = username_format=%u {{folder}}/users/%u
              mechanisms = plain login cram-md5
            }
            passdb {
              driver = oauth2
              mechanisms = xoauth2 oauthbearer
              args = {{folder}}/oauth2.conf.ext
            }
            userdb {
              driver = passwd-file
              args = username_format=%u {{folder}}/users/%u
            }
            service imap-login {
              inet_listener imap {
                port = {{ports.Imap}}
              }
              inet_listener imaps {
                port = {{ports.Imaps}}
                ssl = yes
              }
            }
            service pop3-login {
              inet_listener pop3 {
                port = {{ports.Pop3}}
              }
              inet_listener pop3s {
                port = {{ports.Pop3s}}
                ssl = yes
              }
            }
            service lmtp {
              inet_listener lmtp {
                port = {{ports.Lmtp}}
              }
            }
            # A wrong password in one test would slow the logins of all others, as they come from one address.
            service anvil {
              unix_listener anvil-auth-penalty {
                mode = 0
              }
            }
            service auth {
              inet_listener {
                port = {{ports.Sasl}}
              }
            }
            namespace inbox {
              inbox = yes
              separator = /
            }

            """;
}
