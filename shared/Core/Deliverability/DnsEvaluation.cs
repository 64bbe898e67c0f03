namespace Postern.Core.Deliverability;

/// <summary>
/// Outcome of an evaluation with the known DNS replies: a result, or the questions that must be answered first.
/// </summary>
public abstract record DnsEvaluation<T>
{
    private DnsEvaluation() { }

    /// <summary>All replies that are needed are known.</summary>
    /// <param name="Value">The result.</param>
    public sealed record Result(T Value) : DnsEvaluation<T>;

    /// <summary>Replies are missing: evaluate again with the replies to these questions.</summary>
    /// <param name="Unanswered">The questions without duplicates.</param>
    public sealed record Questions(IReadOnlyCollection<DnsQuestion> Unanswered) : DnsEvaluation<T>;
}
