namespace Postern.Contracts.Http;

/// <summary>What a key of the HTTP API opens.</summary>
public enum ApiScope
{
    /// <summary>Everything.</summary>
    Admin,

    /// <summary>Every resource, for reading; and the explanations, which change nothing.</summary>
    Read,

    /// <summary>Pushing raw mail.</summary>
    Intake,

    /// <summary>Posting to threads, and how far a post is.</summary>
    Post,
}
