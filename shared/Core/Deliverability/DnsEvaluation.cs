namespace Postern.Core.Deliverability;

/// <summary>What an evaluation comes to with the replies that are known: a result, or what must be asked first.</summary>
public abstract record DnsEvaluation<T>
{
    private DnsEvaluation() { }

    /// <summary>All that was needed is known.</summary>
    /// <param name="Value">The result.</param>
    public sealed record Result(T Value) : DnsEvaluation<T>;

    /// <summary>Evaluate again with the replies to these.</summary>
    /// <param name="Unanswered">The questions, each once.</param>
    public sealed record Questions(IReadOnlyCollection<DnsQuestion> Unanswered) : DnsEvaluation<T>;
}
