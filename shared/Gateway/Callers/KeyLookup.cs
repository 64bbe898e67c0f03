using Postern.Gateway.Stores;

namespace Postern.Gateway.Callers;

/// <summary>Result of looking a key up.</summary>
/// <param name="Key">The key; null when there is none.</param>
/// <param name="IsReadable">Whether the keys could be read.</param>
public sealed record KeyLookup(StoredKey? Key, bool IsReadable = true)
{
    internal static KeyLookup Unknown { get; } = new((StoredKey?)null);

    internal static KeyLookup Unreadable { get; } = new(null, IsReadable: false);
}
