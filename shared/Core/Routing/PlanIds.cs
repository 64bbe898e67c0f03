using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Text;

namespace Postern.Core.Routing;

/// <summary>Derives the ids in a plan, so that the same claim always gives the same ids.</summary>
/// <param name="Claim">The claim that the plan is stored in.</param>
/// <param name="Keys">Sign the Message-Ids.</param>
/// <param name="Attempt">Raised when a thread token is taken already, to get another one.</param>
public sealed record PlanIds(ClaimKey Claim, TagKeyRing Keys, int Attempt)
{
    internal string Token(string target) => ThreadToken.Create(Claim.Partition, Claim.Text, target, Attempt);

    /// <param name="raw">The mail that the message is made from.</param>
    /// <param name="purpose">Keeps the ids of messages and notices apart.</param>
    /// <param name="target">Keeps the messages of one mail apart.</param>
    internal MessageKey Message(StoredMail raw, string purpose, string target)
    {
        var id = Hash.Of(MessageKey.IdLength, purpose, Claim.Text, raw.Id.Value, target);
        return MessageKey.Create(raw.Received, id);
    }
}
