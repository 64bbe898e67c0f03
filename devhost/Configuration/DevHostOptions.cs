using System.Net;

namespace Postern.DevHost.Configuration;

/// <summary>Which functions of the selected ones this process runs.</summary>
internal enum Part
{
    All,
    Http,
    Listeners,
}

/// <summary>The options of the command line; see <see cref="CommandLine.Usage"/>.</summary>
internal sealed record DevHostOptions
{
    /// <summary>The lease of a queue message on the platform, which cannot be configured there.</summary>
    public static readonly TimeSpan PlatformLease = TimeSpan.FromMinutes(10);

    public int Port { get; init; } = 7071;

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Names of the functions to run; empty means all.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>How many processes run queues and timers; <c>null</c>: this one runs everything.</summary>
    public int? Instances { get; init; }

    /// <summary>Port of the SMTP catcher; <c>null</c>: off.</summary>
    public int? CatchMailPort { get; init; }

    public string MailFolder { get; init; } = Path.Combine(".postern", "mail");

    public TimeSpan Lease { get; init; } = PlatformLease;

    public ChaosSettings Chaos { get; init; } = ChaosSettings.None;

    public int? Seed { get; init; }

    /// <summary>Path of the assembly whose functions run; <c>null</c>: Postern.Functions.</summary>
    public string? Assembly { get; init; }

    /// <summary>Whether the start lists the functions.</summary>
    public bool Verbose { get; init; }

    public Part Part { get; init; } = Part.All;

    /// <summary>
    /// Started by another devhost: ends as soon as standard input, a pipe from the parent, is closed.
    /// </summary>
    public bool IsChild { get; init; }
}
