namespace Postern.Core.Deliverability;

/// <summary>A question to the DNS.</summary>
/// <param name="Name">Domain name in lower-case ASCII without a trailing dot.</param>
/// <param name="Type">Type of the records.</param>
public sealed record DnsQuestion(string Name, DnsType Type);

/// <summary>Types of records (RFC 1035, RFC 3596).</summary>
public enum DnsType
{
    A,
    Aaaa,
    Mx,
    Txt,
}

/// <summary>A reply of the DNS.</summary>
/// <param name="Status">Status of the reply.</param>
/// <param name="Records">
/// The records as text: addresses; <c>10 mail.example.com</c> for MX; the joined strings of a TXT record.
/// </param>
public sealed record DnsReply(DnsStatus Status, IReadOnlyList<string> Records)
{
    public static DnsReply None { get; } = new(DnsStatus.None, []);

    public static DnsReply Failed { get; } = new(DnsStatus.Failed, []);

    public static DnsReply Of(IReadOnlyList<string> records) =>
        records.Count == 0 ? None : new(DnsStatus.Found, records);
}

/// <summary>Status of a DNS reply.</summary>
public enum DnsStatus
{
    Found,

    /// <summary>There is no such name or no record of that type: a void lookup (RFC 7208 §4.6.4).</summary>
    None,

    /// <summary>No answer in time, or a server error.</summary>
    Failed,
}
