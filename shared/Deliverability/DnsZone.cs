namespace Postern.Deliverability;

/// <summary>
/// Replies of the DNS as they are known so far. A pure function asks through <see cref="Find"/>; what is not known yet is noted as asked, its
/// result is thrown away, and the function runs again when the replies are there (<see cref="DnsResolver"/>).
/// </summary>
public sealed class DnsZone
{
    private readonly Dictionary<DnsQuestion, DnsReply> _known = [];
    private readonly HashSet<DnsQuestion> _asked = [];

    /// <summary>Questions that nobody has answered yet.</summary>
    public IReadOnlyCollection<DnsQuestion> Asked => _asked;

    /// <summary>How many replies are known.</summary>
    public int Count => _known.Count;

    public DnsReply Find(DnsQuestion question)
    {
        if (_known.TryGetValue(question, out var reply)) return reply;
        _asked.Add(question);
        return DnsReply.None;
    }

    public void Add(DnsQuestion question, DnsReply reply)
    {
        _known[question] = reply;
        _asked.Remove(question);
    }
}
