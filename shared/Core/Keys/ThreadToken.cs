using System.Globalization;
using Postern.Core.Text;

namespace Postern.Core.Keys;

/// <summary>
/// The short id of a thread (12 characters, 60 bits), for plus addresses, where its key is too long. It begins with the
/// partition of the claim that created it, so that claim and token are inserted in one transaction. It is also the id
/// of records that the gateway creates.
/// </summary>
public static class ThreadToken
{
    public const int Length = 12;

    /// <summary>
    /// The token of the thread that a claim creates for a target. <paramref name="attempt"/> is increased only on a
    /// collision.
    /// </summary>
    public static string Create(string claimPartition, string claim, string target, int attempt = 0)
    {
        var attemptText = attempt.ToString(CultureInfo.InvariantCulture);
        return claimPartition + Hash.Of(Length - claimPartition.Length, "thread", claim, target, attemptText);
    }
}
