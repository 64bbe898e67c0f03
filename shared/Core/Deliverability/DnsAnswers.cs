namespace Postern.Core.Deliverability;

/// <summary>The known DNS replies. Immutable.</summary>
public sealed class DnsAnswers
{
    private readonly Dictionary<DnsQuestion, DnsReply> _known;

    private DnsAnswers(Dictionary<DnsQuestion, DnsReply> known) => _known = known;

    public static DnsAnswers None { get; } = new([]);

    /// <summary>Number of known replies.</summary>
    public int Count => _known.Count;

    /// <summary>The reply to a question; null when it is not known.</summary>
    public DnsReply? Find(DnsQuestion question) => _known.GetValueOrDefault(question);

    /// <summary>These replies with further ones.</summary>
    public DnsAnswers With(IEnumerable<KeyValuePair<DnsQuestion, DnsReply>> further)
    {
        var known = new Dictionary<DnsQuestion, DnsReply>(_known);
        foreach (var (question, reply) in further)
            known[question] = reply;
        return new DnsAnswers(known);
    }
}
