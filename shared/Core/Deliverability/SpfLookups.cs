using System.Net;
using System.Net.Sockets;

namespace Postern.Core.Deliverability;

/// <summary>
/// The DNS lookups of one evaluation, which all visited records share. The first error ends the evaluation: further
/// lookups return nothing that counts.
/// </summary>
internal sealed class SpfLookups(SpfQuery query, DnsReader dns, int limit)
{
    // RFC 7208 §4.6.4.
    private const int HostLimit = 10;

    /// <summary>The error that ends the evaluation; null while there is none.</summary>
    public SpfOutcome? Error { get; private set; }

    /// <summary>Number of terms that needed lookups.</summary>
    public int Used { get; private set; }

    /// <summary>Number of lookups without a result.</summary>
    public int Voids { get; private set; }

    /// <summary>Ends the evaluation, unless it has ended before.</summary>
    public void Fail(SpfOutcome error) => Error ??= error;

    /// <summary>Counts a term of a domain's record; false when the evaluation has ended.</summary>
    public bool Spend(string domain)
    {
        if (Error is not null)
            return false;
        if (++Used <= limit)
            return true;
        Fail(PermError($"More than {limit} lookups are needed, reached in the record of {domain}."));
        return false;
    }

    /// <summary>The records that answer a question, which may be none.</summary>
    public IReadOnlyList<string> Ask(DnsQuestion question)
    {
        var reply = dns.Find(question);
        if (reply.Status == DnsStatus.Failed)
            Fail(new SpfOutcome(SpfResult.TempError, $"The DNS gives no answer for {question.Name}."));
        if (reply.Status == DnsStatus.None)
            CountVoid(question.Name);
        return reply.Records;
    }

    /// <summary>The addresses of a host, of the family of the checked address.</summary>
    public IReadOnlyList<IPAddress> Addresses(string host)
    {
        var type = query.Address.AddressFamily == AddressFamily.InterNetworkV6 ? DnsType.Aaaa : DnsType.A;
        return [.. Ask(new DnsQuestion(host, type)).Select(Parse).OfType<IPAddress>()];
    }

    /// <summary>The hosts of a domain's MX records.</summary>
    public IReadOnlyList<string> Exchanges(string domain)
    {
        var records = Ask(new DnsQuestion(domain, DnsType.Mx));
        var hosts = records.Select(DnsNames.Exchange).OfType<string>().ToList();
        if (hosts.Count <= HostLimit)
            return hosts;
        Fail(PermError($"{domain} has more than {HostLimit} MX hosts."));
        return [];
    }

    // With another lookup limit the record is counted to its end.
    private void CountVoid(string name)
    {
        Voids++;
        if (Voids > SpfEvaluator.VoidLimit && limit == SpfEvaluator.LookupLimit)
        {
            var text = $"More than {SpfEvaluator.VoidLimit} names in the record have no answer, {name} among them.";
            Fail(PermError(text));
        }
    }

    private static SpfOutcome PermError(string text) => new(SpfResult.PermError, text);

    private static IPAddress? Parse(string text) => IPAddress.TryParse(text, out var address) ? address : null;
}
