namespace Postern.Core.Deliverability;

/// <summary>What is asked of the DNS.</summary>
/// <param name="Name">Domain name, lower-case, in ASCII, without a trailing dot.</param>
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

/// <summary>What the DNS answered.</summary>
/// <param name="Status">How it answered.</param>
/// <param name="Records">Addresses; <c>10 mail.example.com</c> for MX; a TXT record's strings joined.</param>
public sealed record DnsReply(DnsStatus Status, IReadOnlyList<string> Records)
{
    public static DnsReply None { get; } = new(DnsStatus.None, []);

    public static DnsReply Failed { get; } = new(DnsStatus.Failed, []);

    public static DnsReply Of(IReadOnlyList<string> records) =>
        records.Count == 0 ? None : new(DnsStatus.Found, records);
}

/// <summary>How the DNS answered.</summary>
public enum DnsStatus
{
    Found,

    /// <summary>There is no such name, or no record of that type: a void lookup (RFC 7208 §4.6.4).</summary>
    None,

    /// <summary>No answer in time, or an error of the server's.</summary>
    Failed,
}
