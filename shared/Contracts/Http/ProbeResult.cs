using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>How the test of an outgoing server went (P6). Nothing was sent, whatever it says.</summary>
public sealed record ProbeResult
{
    /// <summary>Whether every step went well.</summary>
    public required bool Ok { get; init; }

    /// <summary>The sender that was tried.</summary>
    public required string From { get; init; }

    /// <summary>The recipient that was tried.</summary>
    public required string To { get; init; }

    /// <summary>The steps that were taken, the last of them being the one that failed if one did.</summary>
    public required IReadOnlyList<ProbeStep> Steps { get; init; }

    /// <summary>What the server offers, as far as it was asked.</summary>
    public ServerCapabilities? Capabilities { get; init; }

    /// <summary>The step that failed.</summary>
    public ProbeStepName? Failed { get; init; }

    /// <summary>What kind of failure it is.</summary>
    public ProbeFailure? Failure { get; init; }

    /// <summary>What to try.</summary>
    public string? Advice { get; init; }
}

/// <summary>One step of a test.</summary>
/// <param name="Name">Which step.</param>
/// <param name="Ok">Whether it went well.</param>
/// <param name="Words">The server's words, or those of the system where the server had none.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record ProbeStep(ProbeStepName Name, bool Ok, string? Words, long Milliseconds);

/// <summary>The steps of a test, in order.</summary>
public enum ProbeStepName
{
    /// <summary>The name is resolved and a TCP connection opened.</summary>
    Connect,

    /// <summary>Greeting, EHLO, and TLS as the record asks for it.</summary>
    Upgrade,

    /// <summary>AUTH (RFC 4954); left out for a server without user name.</summary>
    Authenticate,

    /// <summary>MAIL FROM.</summary>
    MailFrom,

    /// <summary>RCPT TO.</summary>
    RcptTo,

    /// <summary>DATA, after which the connection is dropped: without the final dot nothing is delivered (RFC 5321 §4.1.1.4).</summary>
    Data,
}

/// <summary>What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1).</summary>
public sealed record ServerCapabilities
{
    /// <summary>STARTTLS, before the connection was upgraded (RFC 3207).</summary>
    public bool StartTls { get; init; }

    /// <summary>Largest mail in bytes (RFC 1870); null when it does not say.</summary>
    public long? Size { get; init; }

    /// <summary>Mechanisms of AUTH.</summary>
    public IReadOnlyList<string> Auth { get; init; } = [];

    [JsonPropertyName("8BitMime")]
    public bool EightBitMime { get; init; }

    public bool SmtpUtf8 { get; init; }

    public bool Pipelining { get; init; }

    public bool Dsn { get; init; }

    public bool Chunking { get; init; }
}
