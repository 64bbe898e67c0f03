using Postern.Contracts.Http;

namespace Postern.Core.People;

/// <summary>What is stored about a recipient.</summary>
public sealed record RecipientFacts(string Address, Contact? Contact, BlacklistEntry? Blacklist);

/// <summary>What is stored about a sender.</summary>
public sealed record SenderFacts(Contact? Contact, IReadOnlyList<MailSentIn> Recent)
{
    /// <summary>Whether mail to this address bounced since the last mail from it.</summary>
    public bool HasBounces { get; init; }
}
