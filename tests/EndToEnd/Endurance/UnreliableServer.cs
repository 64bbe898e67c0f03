using System.Collections.Concurrent;
using MimeKit;
using Postern.DevHost.Smtp;

namespace Postern.Tests.Endurance;

/// <summary>
/// A mail server that loses connections between a mail's last byte and its reply, with and without keeping the mail,
/// that hangs there, and that turns mails and recipients away for now.
/// </summary>
internal sealed class UnreliableServer
{
    private const double Loses = 0.004;
    private const double KeepsSilently = 0.008;
    private const double Defers = 0.013;
    private const double Hangs = 0.014;

    /// <summary>How long it hangs.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly ConcurrentDictionary<(string MessageId, string Recipient), int> _arrivals = new();
    private readonly ConcurrentQueue<CaughtMail> _news = new();
    private int _unanswered;
    private int _deferred;

    public UnreliableServer(SmtpCatcher catcher, int seed)
    {
        _random = new Random(seed);
        catcher.Behaviour = new SmtpBehaviour { AnswerData = Answer, RefuseRecipient = AnswerRecipient };
    }

    /// <summary>Called at every mail that is kept, before its sender gets a reply.</summary>
    public Action OnMail { get; set; } = () => { };

    /// <summary>How often each mail arrived at each recipient.</summary>
    public IReadOnlyDictionary<(string MessageId, string Recipient), int> Arrivals => _arrivals;

    /// <summary>How many mails have arrived, further copies not counted.</summary>
    public int Arrived => _arrivals.Count;

    /// <summary>Copies beyond the first.</summary>
    public int Doubles => _arrivals.Values.Sum() - _arrivals.Count;

    /// <summary>Mails that were kept although their sender got no reply, or too late.</summary>
    public int Unanswered => Volatile.Read(ref _unanswered);

    /// <summary>Attempts that were turned away for now.</summary>
    public int Deferred => Volatile.Read(ref _deferred);

    /// <summary>The next mail that has arrived for the first time; null when there is no further.</summary>
    public CaughtMail? Next() => _news.TryDequeue(out var mail) ? mail : null;

    public override string ToString() =>
        $"{Arrived} mails out, {Deferred} turned away at first, {Unanswered} kept without a reply, {Doubles} doubles";

    private SmtpDataAnswer Answer(CaughtMail mail)
    {
        var fate = Draw();
        if (fate < Loses)
            return SmtpDataAnswer.Drop(keeps: false);
        if (fate is >= KeepsSilently and < Defers)
        {
            Interlocked.Increment(ref _deferred);
            return SmtpDataAnswer.Refuse("451 4.3.2 Not now");
        }
        Note(mail);
        if (fate < KeepsSilently)
        {
            Interlocked.Increment(ref _unanswered);
            return SmtpDataAnswer.Drop(keeps: true);
        }
        if (fate is >= Defers and < Hangs)
        {
            Interlocked.Increment(ref _unanswered);
            return SmtpDataAnswer.Late(Hang);
        }
        OnMail();
        return SmtpDataAnswer.Accept;
    }

    private string? AnswerRecipient(SmtpEnvelope envelope, string recipient)
    {
        if (Draw() >= Loses)
            return null;
        Interlocked.Increment(ref _deferred);
        return "450 4.2.1 Try again";
    }

    private void Note(CaughtMail mail)
    {
        using var raw = new MemoryStream(mail.Raw);
        var id = HeaderList.Load(raw)[HeaderId.MessageId]!.Trim('<', '>');
        if (_arrivals.AddOrUpdate((id, mail.Envelope.Recipients.Single()), 1, (_, count) => count + 1) == 1)
            _news.Enqueue(mail);
    }

    private double Draw()
    {
        lock (_lock)
            return _random.NextDouble();
    }
}
