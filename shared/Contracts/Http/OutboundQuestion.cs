namespace Postern.Contracts.Http;

/// <summary>A mail that is only thought of: how would it leave?</summary>
public sealed record OutboundQuestion
{
    /// <summary>The author's From, with or without a name.</summary>
    public required string From { get; init; }

    /// <summary>One recipient's address.</summary>
    public required string To { get; init; }

    /// <summary>Id or name of the alias domain; null = the one that the From is on, else the default one.</summary>
    public string? AliasDomain { get; init; }

    /// <summary>Whether it is mass mail (P11).</summary>
    public bool Bulk { get; init; }

    /// <summary>Id of the server that a program's own mail names; such a mail brings its own Reply-To.</summary>
    public string? Server { get; init; }

    /// <summary>Whether a program posts it for an employee; null = as the author's contact says.</summary>
    public bool? AuthorInternal { get; init; }
}
