using Postern.Tests.Servers;

namespace Postern.Tests.Upgrade;

/// <summary>Who appears in every snapshot. Tests write in their names, so none of them may be renamed.</summary>
internal static class Cast
{
    public const string Model = "helpdesk.ticket";
    public const string Support = $"support@{TestGateway.Domain}";

    /// <summary>Follows every record, and answers.</summary>
    public const string Agent = $"agent@{TestGateway.Domain}";

    /// <summary>Reads the notes.</summary>
    public const string Boss = $"boss@{TestGateway.Domain}";

    /// <summary>Sends the mailings.</summary>
    public const string News = $"news@{TestGateway.Domain}";

    /// <summary>The customer of the discussion.</summary>
    public const string Carl = "carl@customer.example";

    /// <summary>Has made as many records as one sender may.</summary>
    public const string Dora = "dora@customer.example";

    /// <summary>Her mail was decided about when the process died.</summary>
    public const string Eve = "eve@customer.example";

    /// <summary>His mail was taken in last.</summary>
    public const string Frank = "frank@customer.example";

    /// <summary>Her server says "later" before the upgrade.</summary>
    public const string Sloane = "sloane@busy.example";

    /// <summary>The server does not know him before the upgrade.</summary>
    public const string Ulf = "ulf@unknown.example";

    /// <summary>Her mail is accepted and then bounces.</summary>
    public const string Bea = "bea@bouncing.example";

    /// <summary>Gets mailings.</summary>
    public const string Rita = "rita@reader.example";

    /// <summary>Stands on the blacklist.</summary>
    public const string Ned = "ned@reader.example";

    /// <summary>The incoming server, and its password, which protects nothing.</summary>
    public const string Mailbox = "desk";
    public const string MailboxPassword = "only-for-this-test";
}
