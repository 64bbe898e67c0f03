namespace Postern.Core.Replies;

/// <summary>What is known of the messages that a mail may quote.</summary>
internal sealed record KnownQuote
{
    /// <summary>The messages as they were sent, layout and all; the likeliest first.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>The names of their authors.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>The addresses that they came from, whole or from the <c>@</c> on.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Names and addresses of who replies, to whom they were sent.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>When they were sent.</summary>
    public IReadOnlyList<DateTimeOffset> Times { get; init; } = [];

    /// <summary>Their subjects.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];
}
