namespace Postern.Core.Configuration;

/// <summary>Kinds of rows in the configuration table.</summary>
public static class ConfigurationKinds
{
    public const string OutgoingServer = "outgoing-server";
    public const string IncomingServer = "incoming-server";
    public const string AliasDomain = "alias-domain";
    public const string DomainTexts = "domain-texts";
    public const string DkimKeys = "dkim-keys";
    public const string Model = "model";
    public const string Parameter = "parameter";
    public const string AllowedSender = "allowed-sender";
    public const string RefusedEnvelope = "refused-envelope";
    public const string Origin = "origin";
    public const string Drain = "drain";
}
