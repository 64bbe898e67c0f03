using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Postern.Backup;

/// <summary>
/// What a set of lines is recognised by, in whatever order and parts they come: their number, and the sum of their
/// hashes (the first half of SHA-256) without carry.
/// </summary>
internal readonly record struct Fingerprint(long Count, UInt128 Sum)
{
    public static Fingerprint operator +(Fingerprint a, Fingerprint b) =>
        new(a.Count + b.Count, unchecked(a.Sum + b.Sum));

    /// <summary>Number and sum as text.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Count}:{Sum:x32}");

    public static Fingerprint Of(ReadOnlySpan<byte> line)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line, hash);
        return new Fingerprint(1, BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    public static Fingerprint Read(string text)
    {
        var parts = text.Split(':');
        return new Fingerprint(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            UInt128.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        );
    }
}
