using Postern.Contracts.Http;

namespace Postern.Core.Migration;

/// <summary>The local parts of alias domains that have the name of an earlier one.</summary>
internal sealed class FormerLocalParts
{
    private readonly OrderedDictionary<string, bool> _catchalls = [];
    private readonly OrderedDictionary<string, bool> _bounces = [];

    public void Add(AliasDomain twin)
    {
        _catchalls.TryAdd(twin.Catchall, true);
        _bounces.TryAdd(twin.Bounce, true);
    }

    /// <summary>The first of the name, with the others' local parts as its former ones.</summary>
    public AliasDomain Of(AliasDomain first) =>
        first with
        {
            FormerCatchalls = [.. _catchalls.Keys.Where(part => part != first.Catchall)],
            FormerBounces = [.. _bounces.Keys.Where(part => part != first.Bounce)],
        };
}
