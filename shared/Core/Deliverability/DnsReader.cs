namespace Postern.Core.Deliverability;

/// <summary>
/// The replies that one evaluation reads. What is not known yet is noted and read as no record; the result that comes of it is
/// thrown away, and only the questions are handed on.
/// </summary>
internal sealed class DnsReader(DnsAnswers answers)
{
    private readonly HashSet<DnsQuestion> _unanswered = [];

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
