namespace Postern.Contracts.Http;

/// <summary>A hypothetical mail, for the question of how it would be sent.</summary>
public sealed record OutboundQuestion
{
    /// <summary>The author's From, with or without a display name.</summary>
    public required string From { get; init; }

    /// <summary>Address of the recipient.</summary>
    public required string To { get; init; }

    /// <summary>Id or name of the alias domain; null = the one of the From's domain, else the default one.</summary>
    public string? AliasDomain { get; init; }

    /// <summary>Whether it is a mass mailing (P11); default false.</summary>
    public bool Bulk { get; init; }

    /// <summary>Id of the outgoing server that a program's own mail names. Such a mail has its own Reply-To.</summary>
    public string? Server { get; init; }

    /// <summary>
    /// Whether the author is an employee for whom a program posts; null = as in the author's contact.
    /// </summary>
    public bool? AuthorInternal { get; init; }
}
