using Postern.Core.Text;

namespace Postern.Core.Keys;

/// <summary>
/// A thread's short name (12 characters, 60 bits), which fits where its key does not: in a plus address. It begins with the
/// partition of the claim that made it, so that claim and token are inserted in one transaction. It is also the id of
/// records that the gateway makes.
/// </summary>
public static class ThreadToken
{
    public const int Length = 12;

    /// <summary>The token of what a claim makes at one target; <paramref name="attempt"/> is raised only when a token is taken.</summary>
    public static string Create(string claimPartition, string claim, string target, int attempt = 0) =>
        claimPartition
        + Hash.Of(
            Length - claimPartition.Length,
            "thread",
            claim,
            target,
            attempt.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
}
