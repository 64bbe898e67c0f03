namespace Postern.Core.Configuration;

/// <summary>
/// The gateway drains: it accepts mail and begins nothing else, so that it can be deployed anew. The row lies beside the
/// mode, which stays as it was: a version that does not know of draining, and this one afterwards, goes on with it.
/// </summary>
/// <param name="Since">When it was set.</param>
public sealed record MailDrain(DateTimeOffset Since)
{
    /// <summary>The value of <c>mail.mode</c> that sets it.</summary>
    public const string Mode = "drain";

    /// <summary>What is said of mail that comes meanwhile.</summary>
    public const string Waits = "mail.mode is drain: it is routed and sent when that ends.";

    /// <summary>Id of the configuration row.</summary>
    public const string Row = "drain";

    /// <summary>It ends by itself after this time: a deployment that fails must not stop mail for good.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>When it ends by itself.</summary>
    public DateTimeOffset End() => Since + Longest;

    public bool IsOn(DateTimeOffset now) => now < End();
}
