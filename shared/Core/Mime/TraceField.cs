using Postern.Core.Addresses;

namespace Postern.Core.Mime;

/// <summary>A field in which a mail server noted where it received or delivered a mail.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="Addresses">The addresses in it.</param>
internal sealed record TraceField(string Name, IReadOnlyList<EmailAddress> Addresses)
{
    // What the sender's server asked for, before what the mailbox is called: that may collect mail of many addresses.
    // csharpier-ignore
    private static readonly string[] Names =
    [
        "X-Original-To", "X-Envelope-To", "Envelope-To", "X-Rcpt-To", "X-Forwarded-To", "X-Delivered-To", Received,
        "X-Real-To", "X-Resolved-To", "X-MDaemon-Deliver-To", "Delivered-To", "Apparently-To",
    ];

    public const string Received = "Received";

    /// <summary>
    /// The fields of a header, those first that say best where a mail was sent; of equal ones the lowest, which is the
    /// earliest on its way. Without Received.
    /// </summary>
    public static IReadOnlyList<TraceField> Read(MailFields fields) =>
        [
            .. from name in Names
            where name != Received
            from addresses in fields.AddressesByField(name).Reverse()
            where addresses.Count > 0
            select new TraceField(name, addresses),
        ];

    /// <summary>The same with one more field, in its place.</summary>
    public static IEnumerable<TraceField> InOrder(IEnumerable<TraceField> fields) =>
        fields.OrderBy(field => Array.IndexOf(Names, field.Name));
}
