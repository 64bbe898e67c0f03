using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Tests.Upgrade;

/// <summary>
/// What a snapshot's own version said of it, in the words of these tests: no type of the gateway is stored here, so
/// that none can change it.
/// </summary>
/// <param name="Taken">When it was taken; the clock goes on from there.</param>
/// <param name="Account">The storage account that it was taken from.</param>
/// <param name="SmtpPort">Where the outgoing server was.</param>
/// <param name="Discussion">The thread of the discussion.</param>
/// <param name="Interrupted">The thread whose mail was being sent when the process died.</param>
/// <param name="Planned">The message that was decided about and not posted when the process died.</param>
/// <param name="PendingMail">Journal id of the mail that was not decided about.</param>
/// <param name="Begun">Deliveries that were neither sent nor given up.</param>
/// <param name="Coming">What must have been sent in the end, in no order.</param>
/// <param name="Mailbox">How far the mailbox was read.</param>
internal sealed record Facts(
    DateTimeOffset Taken,
    string Account,
    int SmtpPort,
    string Discussion,
    string Interrupted,
    PlannedMessage Planned,
    string PendingMail,
    IReadOnlyList<Copy> Begun,
    IReadOnlyList<Letter> Coming,
    MailboxPosition Mailbox
)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public static Facts Read(string json) => JsonSerializer.Deserialize<Facts>(json, Options)!;

    public string Write() => JsonSerializer.Serialize(this, Options);
}

/// <summary>
/// What a claim plans: the mail that it came by, the record that it makes, the message and its Message-Id.
/// </summary>
internal sealed record PlannedMessage(string Mail, string Thread, string Message, string MessageId);

/// <summary>A copy of a message.</summary>
internal sealed record Copy(string MessageId, string Recipient);

/// <summary>A mail as its recipient sees it.</summary>
internal sealed record Letter(string Recipient, string Subject);

/// <summary>How far a folder was read by UID, and the mail that could not be fetched.</summary>
internal sealed record MailboxPosition(
    string Folder,
    uint UidValidity,
    uint LowWater,
    string Exception,
    DateTimeOffset Confirmed
);
