using System.Globalization;

namespace Postern.Core.Servers;

/// <summary>A server's certificate that was not accepted, and everything that is wrong with it.</summary>
public sealed record CertificateTrouble
{
    private const int MostNames = 10;

    /// <summary>The host name that was connected to.</summary>
    public required string Host { get; init; }

    /// <summary>The names that it is for; none if the server sent no certificate.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether the server sent none.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Whether it is not for <see cref="Host"/>.</summary>
    public bool IsOfAnotherName { get; init; }

    /// <summary>The start of its period, if that has not begun.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The end of its period, if that is over.</summary>
    public DateTimeOffset? Expired { get; init; }

    /// <summary>Whether it was signed with its own key, by no authority.</summary>
    public bool IsSelfSigned { get; init; }

    /// <summary>The authority that issued it, if that is not trusted; null if it is, or if there is none.</summary>
    public string? UnknownAuthority { get; init; }

    /// <summary>Whether its authority has revoked it.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>Another reason, in the words of the system.</summary>
    public string? Other { get; init; }

    /// <summary>The names as text; at most ten.</summary>
    public string NamesText =>
        Names.Count switch
        {
            0 => "no name",
            > MostNames => $"{string.Join(", ", Names.Take(MostNames))} and {Names.Count - MostNames} more",
            _ => string.Join(", ", Names),
        };

    /// <summary>All that is wrong with it, as a sentence.</summary>
    public string Words =>
        IsMissing
            ? $"The server {Host} sent no certificate."
            : $"The certificate of {Host} is not accepted: {ReasonsText}.";

    private string ReasonsText => string.Join("; ", Reasons.DefaultIfEmpty("it is not valid"));

    private IEnumerable<string> Reasons
    {
        get
        {
            if (Expired is { } end)
                yield return $"it has expired, on {Day(end)}";
            if (NotBefore is { } start)
                yield return $"it is not valid before {Day(start)}";
            if (IsOfAnotherName)
                yield return $"it is for {NamesText}, not for this host";
            if (IsSelfSigned)
                yield return "it is self-signed, by no authority";
            if (UnknownAuthority is { } authority)
                yield return $"its authority '{authority}' is not trusted here";
            if (IsRevoked)
                yield return "its authority has revoked it";
            if (Other is { } other)
                yield return other;
        }
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
