namespace Postern.Core.Deliverability;

/// <summary>
/// Evaluates the SPF of a domain for an address (RFC 7208 §4, check_host).
/// From the known DNS replies follows a verdict, or the questions that must be answered first. Never throws on the
/// content of records. The mechanism <c>ptr</c> is counted and matches nothing: it "SHOULD NOT be published" (§5.5),
/// and receivers skip it.
/// </summary>
internal static class SpfEvaluator
{
    /// <summary>Maximum number of terms that need DNS lookups (§4.6.4).</summary>
    public const int LookupLimit = 10;

    /// <summary>Maximum number of void lookups (§4.6.4).</summary>
    public const int VoidLimit = 2;

    /// <param name="query">The address and the domain.</param>
    /// <param name="answers">The known DNS replies.</param>
    /// <param name="lookupLimit">A limit other than the standard's, to count by how much a record exceeds it.</param>
    public static DnsEvaluation<SpfVerdict> Evaluate(SpfQuery query, DnsAnswers answers, int lookupLimit = LookupLimit)
    {
        var dns = new DnsReader(answers);
        return dns.End(Check(query, dns, lookupLimit));
    }

    /// <summary>The same as a part of a larger evaluation.</summary>
    internal static SpfVerdict Check(SpfQuery query, DnsReader dns, int lookupLimit = LookupLimit)
    {
        var run = new SpfRun(query, dns, lookupLimit);
        var (result, text) = run.Check(query.Domain);
        return new SpfVerdict(result, text, run.Lookups.Used, run.Lookups.Voids, run.Included);
    }
}
