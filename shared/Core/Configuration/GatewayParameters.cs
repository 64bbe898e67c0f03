using System.Globalization;
using Postern.Core.Addresses;
using Postern.Core.Text;

namespace Postern.Core.Configuration;

/// <summary>The parameters in typed form. Names, defaults and allowed values: <see cref="ParameterCatalog"/>.</summary>
/// <param name="stored">Stored values by the parameter's name.</param>
public sealed class GatewayParameters(IReadOnlyDictionary<string, string> stored)
{
    public bool OdooServerSelection => this["mail.server.selection"] == "odoo";

    public bool ServerFailover => this["mail.server.failover"] == "on";

    /// <summary>Id of the outgoing server for mass mailings (P11); null = selected by priority.</summary>
    public string? BulkServer => this[ParameterRules.BulkServer];

    /// <summary>What happens to outgoing mail.</summary>
    public MailMode Mode =>
        this[ParameterRules.Mode] switch
        {
            "live" => MailMode.Live,
            "hold" => MailMode.Hold,
            "redirect" => MailMode.Redirect,
            "allowlist" => MailMode.Allowlist,
            _ => MailMode.Unknown,
        };

    /// <summary>The address that all mail goes to in the mode <see cref="MailMode.Redirect"/>; null = unset.</summary>
    public string? RedirectTo => this[ParameterRules.RedirectTo];

    /// <summary>
    /// Addresses and domains that mail is sent to in the mode <see cref="MailMode.Allowlist"/>; null = unset.
    /// </summary>
    public string? Allowlist => this[ParameterRules.Allowlist];

    /// <summary>From filter of the default server (P15).</summary>
    public string? DefaultFromFilter => this["mail.default.from_filter"];

    /// <summary>How long a delivery is retried before it fails.</summary>
    public TimeSpan Retry => TimeSpan.FromDays(Number("mail.retry.days"));

    /// <summary>Time between two fetches of a mailbox (P36).</summary>
    public TimeSpan FetchInterval => TimeSpan.FromMinutes(Number("mail.fetch.minutes"));

    /// <summary>Maximum number of mails that one run fetches from one mailbox.</summary>
    public int FetchBatch => Number("mail.fetch.batch");

    /// <summary>Maximum size of an incoming mail in bytes.</summary>
    public long LargestMail =>
        ByteSize.TryParse(this["mail.size.max"]!, out var bytes)
            ? bytes
            : throw new InvalidDataException("Parameter mail.size.max is not a size.");

    /// <summary>Period in which the loop guard counts mails (P37).</summary>
    public TimeSpan LoopWindow => TimeSpan.FromMinutes(Number("mail.gateway.loop.minutes"));

    /// <summary>
    /// How many records, or replies on one thread, a sender may create within <see cref="LoopWindow"/> (P38).
    /// </summary>
    public int LoopThreshold => Number("mail.gateway.loop.threshold");

    /// <summary>
    /// Whether the loop guard counts the records of an alias from all senders (P38) rather than by sender.
    /// </summary>
    public bool LoopScopeIsAlias => this["mail.gateway.loop.scope"] == "alias";

    /// <summary>Whether automatic mail that is not a reply is rejected.</summary>
    public bool RefuseAutomatic => this["mail.gateway.auto"] == "refuse";

    /// <summary>
    /// Whether a reply from a sender who is neither a participant of the thread nor a contact is quarantined.
    /// </summary>
    public bool HoldStrangers => this["mail.reply.strangers"] == "hold";

    /// <summary>Whether such a reply is accepted and flagged for review.</summary>
    public bool FlagStrangers => this["mail.reply.strangers"] == "flag";

    /// <summary>When the gateway verifies senders itself.</summary>
    public SenderVerification VerifySenders =>
        this["mail.auth.verify"] switch
        {
            "off" => SenderVerification.Off,
            "always" => SenderVerification.Always,
            _ => SenderVerification.WhenUnknown,
        };

    /// <summary>Names of the mail servers whose Authentication-Results are trusted (RFC 8601).</summary>
    public IReadOnlyList<string> TrustedAuthenticators => List("mail.auth.trusted");

    /// <summary>Domains on which an alias with <c>matchLocalPart</c> receives mail; empty = all (P41).</summary>
    public IReadOnlyList<string> AllowedDomains =>
        [.. List("mail.catchall.domain.allowed").Select(EmailAddress.CanonicalDomain).OfType<string>()];

    /// <summary>How many days raw mail is kept.</summary>
    public int RawDays => Number(ParameterRules.RawDays);

    /// <summary>How many days threads, what is known of people, and the journal are kept.</summary>
    public RetentionDays Retention =>
        new(RawDays, Number("mail.retry.days"))
        {
            Threads = NumberOrNull(ParameterRules.ThreadDays),
            People = NumberOrNull(ParameterRules.PeopleDays),
            Journal = NumberOrNull(ParameterRules.JournalDays),
        };

    /// <summary>Whether the run that makes a message sends its few deliveries itself.</summary>
    public bool SendInline => this["mail.send.inline"] == "on";

    /// <summary>
    /// Whether several deliveries share a queue message, which versions before this one do not know.
    /// </summary>
    public bool QueueBatches => this["mail.queue.batches"] == "on";

    /// <summary>Whether return paths contain a tag that identifies the delivery (VERP).</summary>
    public bool Verp => this["mail.bounce.verp"] == "on";

    /// <summary>Types of the events that are published.</summary>
    public IReadOnlySet<string> Events => EventSelection.Selected(this["mail.events"]);

    /// <summary>Whether the event of a received mail has the beginning of its text, which is personal data.</summary>
    public bool EventContent => this["mail.events.content"] == "on";

    /// <summary>Whether a bounce that is matched only by its Message-Id counts against the address.</summary>
    public bool TrustMessageIds => this["mail.bounce.trust"] == "message-id";

    /// <summary>When bounces add an address to the blacklist (P28).</summary>
    public BlacklistLimits Blacklist =>
        new(
            Number("mail.blacklist.bounces"),
            TimeSpan.FromDays(Number("mail.blacklist.days")),
            TimeSpan.FromDays(Number("mail.blacklist.spread.days"))
        );

    /// <summary>A parameter's stored value, else its default; null = unset.</summary>
    public string? this[string name] =>
        stored.TryGetValue(name, out var value) ? value : ParameterCatalog.Find(name)?.Default;

    private int? NumberOrNull(string name) => this[name] is null ? null : Number(name);

    private int Number(string name) => int.Parse(this[name]!, CultureInfo.InvariantCulture);

    private string[] List(string name) =>
        (this[name] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>When the gateway verifies the senders of mail itself (<c>mail.auth.verify</c>).</summary>
public enum SenderVerification
{
    /// <summary>Never: a sender of whom no trusted server says anything is believed, as in Odoo.</summary>
    Off,

    /// <summary>Where no trusted server says anything about the sender.</summary>
    WhenUnknown,

    /// <summary>Also where one does.</summary>
    Always,
}
