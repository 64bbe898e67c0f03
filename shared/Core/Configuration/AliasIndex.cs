using System.Runtime.CompilerServices;
using Postern.Contracts.Http;

namespace Postern.Core.Configuration;

/// <summary>
/// Finds aliases by local part. The index is built once for each list of aliases: a mail with many recipients must not
/// search thousands of aliases for each of them.
/// </summary>
internal static class AliasIndex
{
    private static readonly ConditionalWeakTable<IReadOnlyList<MailAlias>, ILookup<string, MailAlias>> ByLocalPart = [];

    public static IEnumerable<MailAlias> Find(IReadOnlyList<MailAlias> aliases, string localPart) =>
        ByLocalPart.GetValue(aliases, list => list.ToLookup(alias => alias.LocalPart))[localPart];
}
