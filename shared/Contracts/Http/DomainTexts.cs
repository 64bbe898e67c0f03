namespace Postern.Contracts.Http;

/// <summary>The texts of the mails that the gateway writes itself, as an alias domain words them.</summary>
public sealed record DomainTexts
{
    /// <summary>
    /// Plain texts by language (<c>de</c>) and name (<c>catchall</c>), with fields in braces (<c>{address}</c>). A text
    /// that is not among them is the built-in one.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Own { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();
}
