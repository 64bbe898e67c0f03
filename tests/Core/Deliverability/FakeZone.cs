using System.Text.Json.Nodes;
using Postern.Core.Deliverability;
using Postern.Tests.Support;

namespace Postern.Tests.Deliverability;

/// <summary>DNS records for tests, one <c>name TYPE value</c> a line. Other names do not exist.</summary>
internal sealed class FakeZone
{
    private readonly Dictionary<DnsQuestion, DnsReply> _replies = [];

    private FakeZone() { }

    public static FakeZone Of(params string[] lines)
    {
        var zone = new FakeZone();
        foreach (var line in lines)
        {
            var words = line.Split(' ', 3);
            zone.Add(words[0], words[1], words[2]);
        }
        return zone;
    }

    /// <summary>The zone of the corpus <c>senderauth</c>.</summary>
    public static FakeZone OfCorpus()
    {
        var zone = new FakeZone();
        foreach (var entry in JsonNode.Parse(File.ReadAllText(Corpora.PathOf("senderauth", "dns.json")))!.AsArray())
        {
            var (name, type) = (entry!["name"]!.GetValue<string>(), entry["type"]!.GetValue<string>());
            if (entry["rcode"]!.GetValue<string>() is "timeout" or "fail")
                zone.Fail(name, type);
            else
                foreach (var reply in entry["replies"]!.AsArray())
                    zone.Add(name, type, reply!.GetValue<string>());
        }
        return zone;
    }

    /// <summary>The result of an evaluation, whose questions the zone answers until none is left.</summary>
    public T Resolve<T>(Func<DnsAnswers, DnsEvaluation<T>> evaluate)
    {
        var answers = DnsAnswers.None;
        while (true)
        {
            switch (evaluate(answers))
            {
                case DnsEvaluation<T>.Result result:
                    return result.Value;
                case DnsEvaluation<T>.Questions questions:
                    answers = answers.With(Replies(questions.Unanswered));
                    break;
            }
        }
    }

    /// <summary>The zone's replies to questions.</summary>
    public IEnumerable<KeyValuePair<DnsQuestion, DnsReply>> Replies(IEnumerable<DnsQuestion> questions) =>
        questions.Select(question => KeyValuePair.Create(question, Find(question)));

    /// <summary>The whole zone, for one part of an evaluation.</summary>
    public DnsReader Reader() => new(DnsAnswers.None.With(_replies));

    private DnsReply Find(DnsQuestion question) => _replies.GetValueOrDefault(question, DnsReply.None);

    private void Add(string name, string type, string value)
    {
        if (Question(name, type) is { } question)
            _replies[question] = DnsReply.Of([.. Find(question).Records, value]);
    }

    private void Fail(string name, string type)
    {
        if (Question(name, type) is { } question)
            _replies[question] = DnsReply.Failed;
    }

    private static DnsQuestion? Question(string name, string type) =>
        Enum.TryParse<DnsType>(type, ignoreCase: true, out var known)
            ? new DnsQuestion(name.ToLowerInvariant(), known)
            : null;
}
