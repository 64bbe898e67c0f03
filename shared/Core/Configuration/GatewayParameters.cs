using System.Globalization;
using Postern.Core.Addresses;
using Postern.Core.Text;

namespace Postern.Core.Configuration;

/// <summary>The parameters as they stand now, by what they mean. Sources and defaults: <see cref="ParameterCatalog"/>.</summary>
public sealed class GatewayParameters(IReadOnlyDictionary<string, string> stored)
{
    public bool OdooServerSelection => this["mail.server.selection"] == "odoo";

    public bool ServerFailover => this["mail.server.failover"] == "on";

    public string? BulkServer => this["mail.bulk.server"];

    /// <summary>Whether mail is kept until it is released.</summary>
    public bool Hold => this[ParameterRules.Mode] == "hold";

    /// <summary>Filter of the default server (P15).</summary>
    public string? DefaultFromFilter => this["mail.default.from_filter"];

    /// <summary>How long a mail is retried before it fails.</summary>
    public TimeSpan Retry => TimeSpan.FromDays(Number("mail.retry.days"));

    /// <summary>Period of fetching (P36).</summary>
    public TimeSpan FetchInterval => TimeSpan.FromMinutes(Number("mail.fetch.minutes"));

    /// <summary>Most mails that one run takes out of one mailbox.</summary>
    public int FetchBatch => Number("mail.fetch.batch");

    /// <summary>Largest mail that is taken in, in bytes.</summary>
    public long LargestMail =>
        ByteSize.TryParse(this["mail.size.max"]!, out var bytes)
            ? bytes
            : throw new InvalidDataException("Parameter mail.size.max is not a size.");

    /// <summary>How far back the loop guard looks (P37).</summary>
    public TimeSpan LoopWindow => TimeSpan.FromMinutes(Number("mail.gateway.loop.minutes"));

    /// <summary>How many records, or replies on one thread, a sender may make within <see cref="LoopWindow"/> (P38).</summary>
    public int LoopThreshold => Number("mail.gateway.loop.threshold");

    /// <summary>Whether records are counted for the alias alone, whoever sent them, as P38 says, and not for each sender.</summary>
    public bool LoopScopeIsAlias => this["mail.gateway.loop.scope"] == "alias";

    /// <summary>Whether automatic mail that answers nothing is refused.</summary>
    public bool RefuseAutomatic => this["mail.gateway.auto"] == "refuse";

    /// <summary>Whether a reply of somebody who takes no part in the thread, and is no contact, waits for a person.</summary>
    public bool HoldStrangers => this["mail.reply.strangers"] == "hold";

    /// <summary>Whether such a reply is taken, and wants a look.</summary>
    public bool FlagStrangers => this["mail.reply.strangers"] == "flag";

    /// <summary>Names of the mail servers whose Authentication-Results are believed.</summary>
    public IReadOnlyList<string> TrustedAuthenticators =>
        (this["mail.auth.trusted"] ?? "").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );

    /// <summary>Domains on which an alias with <c>matchLocalPart</c> counts; empty = all (P41).</summary>
    public IReadOnlyList<string> AllowedDomains =>
        [
            .. (this["mail.catchall.domain.allowed"] ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(EmailAddress.CanonicalDomain)
                .OfType<string>(),
        ];

    /// <summary>How many days raw mail is kept.</summary>
    public int RawDays => Number("mail.raw.days");

    /// <summary>Whether return paths carry a tag that names the delivery.</summary>
    public bool Verp => this["mail.bounce.verp"] == "on";

    /// <summary>Types of the events that programs want to hear of.</summary>
    public IReadOnlySet<string> Events => EventSelection.Selected(this["mail.events"]);

    /// <summary>Whether a bounce that only a Message-Id maps counts against the address.</summary>
    public bool TrustMessageIds => this["mail.bounce.trust"] == "message-id";

    /// <summary>When bounces put an address on the blacklist (P28).</summary>
    public BlacklistLimits Blacklist =>
        new(
            Number("mail.blacklist.bounces"),
            TimeSpan.FromDays(Number("mail.blacklist.days")),
            TimeSpan.FromDays(Number("mail.blacklist.spread.days"))
        );

    /// <summary>A parameter's stored value, else its default.</summary>
    public string? this[string name] =>
        stored.TryGetValue(name, out var value) ? value : ParameterCatalog.Find(name)?.Default;

    private int Number(string name) => int.Parse(this[name]!, CultureInfo.InvariantCulture);
}
