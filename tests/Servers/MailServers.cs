using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using Postern.Tests.Support;
using Xunit.Sdk;

namespace Postern.Tests.Servers;

/// <summary>
/// Real Dovecot and Postfix, and smtp-sink for servers that refuse, on loopback and free ports, everything in one
/// temporary
/// folder. One set serves the whole test run: tests that run side by side keep apart by users of their own (<see
/// cref="NewUser"/>).
/// Mail for other domains than <see cref="MailDomain"/> goes to the sink that accepts, except <c>down.test</c> (no
/// connection), <c>busy.test</c> (450), <c>blocked.test</c> (550), <c>toobig.test</c> (552) and <c>nohost.test</c>.
/// </summary>
public sealed class MailServers : IAsyncDisposable
{
    /// <summary>Address of every server.</summary>
    public const string Host = "127.0.0.1";

    /// <summary>
    /// The servers with TLS again, on the same ports, here with a certificate that is for another host name.
    /// </summary>
    public const string WrongNameHost = "127.0.0.2";

    /// <summary>Postfix's own name; the certificate is for it, <c>localhost</c> and <see cref="Host"/>.</summary>
    public const string HostName = "mail.example.test";

    /// <summary>The domain of the users' addresses.</summary>
    public const string MailDomain = "example.test";

    /// <summary>The domain above the users' own (<see cref="MailUser.Domain"/>).</summary>
    public const string DomainsOfUsers = "gateway.test";

    private static readonly Lazy<Task<MailServers>> Shared = new(StartAsync);

    private readonly string folder = Directory.CreateTempSubdirectory("postern-mail-").FullName;
    private readonly TestCertificates certificates = new(TimeProvider.System);
    private readonly OAuthTokens tokens = new(TimeProvider.System);
    private readonly ConcurrentDictionary<string, MailUser> users = new();
    private readonly SideProcess process;
    private int fresh;

    private MailServers()
    {
        Mail = new MailClient(this);
        WriteConfiguration();
        int[] sinks = [Ports.SinkAccepts, Ports.SinkIsBusy, Ports.SinkRefusesRecipients, Ports.SinkRefusesData];
        var script = Path.Combine(AppContext.BaseDirectory, "supervise.sh");
        // In a session of their own the servers do not hear an interrupt from the keyboard, so that they end in order.
        process = SideProcess.Start("setsid", ["sh", script, folder, .. sinks.Select(port => $"{port}")], "/");
    }

    /// <summary>Whether this machine has what they need; when not, <see cref="Missing"/> says what lacks.</summary>
    public static bool Installed => Missing is null;

    /// <inheritdoc cref="Installed"/>
    public static string? Missing => MailServerPrograms.Missing;

    public MailServerPorts Ports { get; } = MailServerPorts.Free();

    /// <summary>Reads and changes the users' mailboxes.</summary>
    public MailClient Mail { get; }

    /// <summary>
    /// PEM file of the authority that signed the servers' certificates. A process that is started with
    /// <c>SSL_CERT_FILE</c> naming it trusts exactly these.
    /// </summary>
    public string AuthorityPath => Path.Combine(folder, "authority.pem");

    /// <summary>The set of this test run, started when first asked for; it ends with the test process.</summary>
    /// <exception cref="Xunit.SkipException">Something is not installed: the test (a <c>SkippableFact</c>) is skipped.</exception>
    public static Task<MailServers> SharedAsync()
    {
        Skip.IfNot(Installed, Missing);
        return Shared.Value;
    }

    /// <summary>Starts one more set, for tests that stop it.</summary>
    /// <exception cref="InvalidOperationException">They did not start; the message has their logs.</exception>
    public static async Task<MailServers> StartAsync()
    {
        Skip.IfNot(Installed, Missing);
        var servers = new MailServers();
        try
        {
            await servers.WaitUntilReadyAsync();
            return servers;
        }
        catch (XunitException late)
        {
            var logs = servers.Logs();
            await servers.DisposeAsync();
            throw new InvalidOperationException($"The mail servers did not start.\n{logs}", late);
        }
    }

    /// <summary>The user of this name, made when first asked for. Other tests see the same mailbox.</summary>
    public MailUser User(string name) =>
        users.GetOrAdd(name, _ => Add(new MailUser(name, $"{name}-password"), quota: null));

    /// <summary>A user that no other test has, with an empty mailbox and, if wanted, a quota in bytes.</summary>
    public MailUser NewUser(string start = "user", long? quota = null)
    {
        var name = $"{start}-{Interlocked.Increment(ref fresh)}";
        return Add(new MailUser(name, $"{name}-password"), quota);
    }

    /// <summary>Files of the mails in a user's inbox, as Dovecot keeps them.</summary>
    public IReadOnlyList<FileInfo> FilesOf(MailUser user) =>
        [
            .. new DirectoryInfo(Path.Combine(folder, "maildirs", user.Address))
                .GetFiles("*.*M*P*", SearchOption.AllDirectories)
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];

    /// <summary>A token for XOAUTH2 and OAUTHBEARER; a negative lifetime makes one that has expired.</summary>
    public string MintToken(MailUser user, TimeSpan? lifetime = null) =>
        tokens.Mint(user.Address, lifetime ?? TimeSpan.FromHours(1));

    /// <summary>
    /// For MailKit's ServerCertificateValidationCallback: trusts these servers' authority alone, and checks the
    /// host name.
    /// </summary>
    public bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificates.Trusts(certificate, errors);

    /// <summary>
    /// Waits for a mail in the sink that accepts; its envelope is in X-Mail-Args and X-Rcpt-Args. For mails of a
    /// few KB: a larger one may be seen half.
    /// </summary>
    public async Task<MimeMessage> WaitForSunkMailAsync(Func<MimeMessage, bool> predicate, TimeSpan? deadline = null)
    {
        var sink = new DirectoryInfo(Path.Combine(folder, "sink"));
        var sunk = await Eventually.ReadAsync(
            // A file is empty until the sink writes its first block.
            () =>
                sink.GetFiles()
                    .Where(file => file.Length > 0)
                    .Select(file => MimeMessage.Load(file.FullName))
                    .Where(predicate)
                    .ToList(),
            mails => mails.Count > 0,
            deadline
        );
        return sunk[0];
    }

    /// <summary>What the servers have logged so far, for the message of a test that fails.</summary>
    public string Logs() =>
        string.Join('\n', [process.Output, .. Directory.GetFiles(folder, "*.log").Order().Select(File.ReadAllText)]);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        certificates.Dispose();
    }

    private void WriteConfiguration()
    {
        File.WriteAllText(AuthorityPath, certificates.AuthorityPem);
        File.WriteAllText(Path.Combine(folder, "server.pem"), certificates.ServerPem(HostName, "localhost", Host));
        File.WriteAllText(Path.Combine(folder, "wrong-name.pem"), certificates.ServerPem("another.example.test"));
        DovecotConfiguration.Write(folder, Ports, tokens);
        PostfixConfiguration.Write(folder, Ports);
    }

    private MailUser Add(MailUser user, long? quota)
    {
        DovecotConfiguration.AddUser(folder, user, quota);
        return user;
    }

    private async Task WaitUntilReadyAsync()
    {
        // Dovecot first: a Postfix that finds nobody to ask about passwords does not try again for a minute.
        int[] ports =
        [
            Ports.Imap,
            Ports.Pop3,
            Ports.Lmtp,
            Ports.Sasl,
            Ports.Mx,
            Ports.StrictMx,
            Ports.Submission,
            Ports.SubmissionPlain,
            Ports.SubmissionLogin,
            Ports.NoNullSender,
            Ports.SinkAccepts,
            Ports.SinkIsBusy,
            Ports.SinkRefusesRecipients,
            Ports.SinkRefusesData,
        ];
        foreach (var port in ports)
        {
            await Eventually.ReadAsync(() => Readiness.GreetingAsync(port), IsGreeting);
        }
    }

    private static bool IsGreeting(string line) =>
        line.StartsWith("220", StringComparison.Ordinal)
        || line.StartsWith("* OK", StringComparison.Ordinal)
        || line.StartsWith("+OK", StringComparison.Ordinal)
        || line.StartsWith("VERSION", StringComparison.Ordinal);
}
