using System.Text.Json.Serialization;

namespace Postern.Core.Senders;

/// <summary>Whether a mail comes from the domain that its From names.</summary>
/// <param name="Result">The verdict.</param>
/// <param name="Reasons">The checks that led to it, in words.</param>
public sealed record SenderVerdict(SenderResult Result, IReadOnlyList<string> Reasons)
{
    /// <summary>Nothing is known.</summary>
    public static SenderVerdict None { get; } = new(SenderResult.Unknown, []);

    /// <summary>Why the mail is forged; null when it is not known to be.</summary>
    [JsonIgnore]
    public string? Failure => Result == SenderResult.Fail ? string.Join(", ", Reasons) : null;

    internal static SenderVerdict Pass(params string[] reasons) => new(SenderResult.Pass, reasons);

    internal static SenderVerdict Fail(params string[] reasons) => new(SenderResult.Fail, reasons);

    internal static SenderVerdict Unknown(params string[] reasons) => new(SenderResult.Unknown, reasons);

    /// <summary>Both verdicts as one: a failure counts most, a pass more than nothing.</summary>
    internal SenderVerdict With(SenderVerdict other)
    {
        SenderResult[] both = [Result, other.Result];
        var result =
            both.Contains(SenderResult.Fail) ? SenderResult.Fail
            : both.Contains(SenderResult.Pass) ? SenderResult.Pass
            : SenderResult.Unknown;
        return new SenderVerdict(result, [.. Reasons, .. other.Reasons]);
    }
}

/// <summary>Verdicts about a sender.</summary>
public enum SenderResult
{
    /// <summary>Nothing speaks for or against the sender: nothing is refused, and nobody is taken for an employee.</summary>
    Unknown,

    /// <summary>The domain of the From has sent the mail.</summary>
    Pass,

    /// <summary>It has not: the mail is forged.</summary>
    Fail,
}
