using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>Result of the test of an outgoing server (P6). The test never sends a mail.</summary>
public sealed record ProbeResult
{
    /// <summary>Whether every step succeeded.</summary>
    public required bool Ok { get; init; }

    /// <summary>The sender that was tested.</summary>
    public required string From { get; init; }

    /// <summary>The recipient that was tested.</summary>
    public required string To { get; init; }

    /// <summary>The steps in order; a failed step is the last.</summary>
    public required IReadOnlyList<ProbeStep> Steps { get; init; }

    /// <summary>The server's extensions; null where the test did not reach EHLO.</summary>
    public ServerCapabilities? Capabilities { get; init; }

    /// <summary>The step that failed; null when none did.</summary>
    public ProbeStepName? Failed { get; init; }

    /// <summary>Why it failed; null when no step did.</summary>
    public ProbeFailure? Failure { get; init; }

    /// <summary>How to correct the failure.</summary>
    public string? Advice { get; init; }
}

/// <summary>One step of an outgoing server's test.</summary>
/// <param name="Name">The step.</param>
/// <param name="Ok">Whether it succeeded.</param>
/// <param name="Words">The server's reply, or the error text of the system where there was no reply.</param>
/// <param name="Milliseconds">Duration.</param>
public sealed record ProbeStep(ProbeStepName Name, bool Ok, string? Words, long Milliseconds);

/// <summary>The steps of an outgoing server's test, in order.</summary>
public enum ProbeStepName
{
    /// <summary>Resolve the host name and open a TCP connection.</summary>
    Connect,

    /// <summary>Read the greeting, send EHLO and negotiate TLS as configured.</summary>
    Upgrade,

    /// <summary>AUTH (RFC 4954); omitted for a server without user name.</summary>
    Authenticate,

    /// <summary>MAIL FROM.</summary>
    MailFrom,

    /// <summary>RCPT TO.</summary>
    RcptTo,

    /// <summary>
    /// DATA, after which the connection is dropped: without the final dot nothing is sent (RFC 5321 §4.1.1.4).
    /// </summary>
    Data,
}

/// <summary>The extensions that a server offers in its reply to EHLO (RFC 5321 §4.1.1.1).</summary>
public sealed record ServerCapabilities
{
    /// <summary>STARTTLS, before the connection was encrypted (RFC 3207).</summary>
    public bool StartTls { get; init; }

    /// <summary>SIZE: maximum size of a mail in bytes (RFC 1870); null when not stated.</summary>
    public long? Size { get; init; }

    /// <summary>Mechanisms of AUTH (RFC 4954).</summary>
    public IReadOnlyList<string> Auth { get; init; } = [];

    /// <summary>8BITMIME (RFC 6152).</summary>
    [JsonPropertyName("8BitMime")]
    public bool EightBitMime { get; init; }

    /// <summary>SMTPUTF8 (RFC 6531).</summary>
    public bool SmtpUtf8 { get; init; }

    /// <summary>PIPELINING (RFC 2920).</summary>
    public bool Pipelining { get; init; }

    /// <summary>DSN (RFC 3461).</summary>
    public bool Dsn { get; init; }

    /// <summary>CHUNKING (RFC 3030).</summary>
    public bool Chunking { get; init; }
}

/// <summary>Options of the test of an outgoing server.</summary>
/// <param name="From">The sender to test; null = an address that the server's From filter allows.</param>
/// <param name="To">The recipient to test; null = the postmaster of the sender's domain.</param>
public sealed record ServerTestOptions(string? From = null, string? To = null);
