namespace Postern.Core.Deliverability;

/// <summary>
/// The DNS replies that one evaluation reads. A question that is not answered yet is recorded and answered with no
/// record; the result is then discarded, and only the questions are returned.
/// </summary>
internal sealed class DnsReader(DnsAnswers answers)
{
    private readonly HashSet<DnsQuestion> _unanswered = [];

    /// <summary>Whether a question was asked that is not answered yet: the result will be discarded.</summary>
    public bool IsWaiting => _unanswered.Count > 0;

    public DnsReply Find(DnsQuestion question)
    {
        if (answers.Find(question) is { } reply)
            return reply;
        _unanswered.Add(question);
        return DnsReply.None;
    }

    public DnsEvaluation<T> End<T>(T value) =>
        _unanswered.Count == 0 ? new DnsEvaluation<T>.Result(value) : new DnsEvaluation<T>.Questions(_unanswered);
}
