namespace Postern.Tests.Endurance;

/// <summary>The mails that were handed in, in their order.</summary>
internal sealed class Ledger
{
    private readonly List<Entrusted> _mails = [];
    private readonly HashSet<int> _finished = [];

    public IReadOnlyList<Entrusted> Mails => _mails;

    /// <summary>Partitions of threads that were deleted.</summary>
    public HashSet<string> DeletedThreads { get; } = [];

    /// <summary>Message-Ids of mails whose threads were deleted after they had arrived.</summary>
    public HashSet<string> Deleted { get; } = [];

    /// <summary>How many cases have begun.</summary>
    public int Begun { get; set; }

    /// <summary>Cases that have begun, and of which a mail is still to be handed in.</summary>
    public int Open => Begun - _finished.Count;

    public void Add(Entrusted mail) => _mails.Add(mail);

    /// <summary>Whether the last mail of a case was handed in.</summary>
    public bool IsFinished(int number) => _finished.Contains(number);

    /// <summary>The last mail of a case was handed in.</summary>
    public void Finish(int number) => _finished.Add(number);
}

/// <summary>A mail that was handed in.</summary>
/// <param name="Case">Number of its case.</param>
/// <param name="Part">What it is there.</param>
/// <param name="MessageId">Its Message-Id, without angle brackets.</param>
/// <param name="Way">Name of the way that it came in.</param>
internal sealed record Entrusted(int Case, Part Part, string MessageId, string Way);

/// <summary>The part of a mail in its case.</summary>
internal enum Part
{
    Opening,
    Copy,
    Answer,
    Bounce,
}
