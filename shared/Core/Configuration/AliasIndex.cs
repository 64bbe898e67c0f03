using System.Runtime.CompilerServices;
using Postern.Contracts.Http;

namespace Postern.Core.Configuration;

/// <summary>
/// Aliases by local part. Made once for each reading of the configuration: a mail with many recipients must not walk
/// thousands of aliases for each of them.
/// </summary>
internal static class AliasIndex
{
    private static readonly ConditionalWeakTable<IReadOnlyList<MailAlias>, ILookup<string, MailAlias>> ByLocalPart = [];

    public static IEnumerable<MailAlias> Find(IReadOnlyList<MailAlias> aliases, string localPart) =>
        ByLocalPart.GetValue(aliases, list => list.ToLookup(alias => alias.LocalPart))[localPart];
}
