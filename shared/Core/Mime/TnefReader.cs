using System.Buffers.Binary;
using System.Text;

namespace Postern.Core.Mime;

/// <summary>
/// Parses the attributes of TNEF data and the MAPI properties inside (MS-OXTNEF §2.1). Every length is checked against
/// the remaining data, so that damaged data costs no more than its size.
/// </summary>
internal ref struct TnefReader(ReadOnlySpan<byte> data)
{
    private const uint Signature = 0x223E9F78;
    private const int MultipleValues = 0x1000;
    private const int UnicodeType = 0x1F;
    private const int FirstNamedProperty = 0x8000;
    private const int GuidLength = 16;

    private ReadOnlySpan<byte> rest = data;

    /// <summary>Whether a length or a type was invalid, so that the rest cannot be parsed.</summary>
    public bool IsDamaged { get; private set; }

    public readonly bool IsEmpty => rest.IsEmpty;

    public bool ReadSignature() => ReadUInt32() == Signature && Take(2).Length == 2;

    /// <summary>
    /// The next attribute of the stream: its tag without the level, and its data without the checksum.
    /// </summary>
    public (uint Tag, byte[] Data) ReadAttribute()
    {
        Take(1);
        var tag = ReadUInt32();
        var value = Take(ReadLength());
        Take(2);
        return (tag, value.ToArray());
    }

    /// <summary>The text, HTML and binary properties of an attribute by their ids; Unicode text as UTF-8.</summary>
    public Dictionary<int, byte[]> ReadProperties()
    {
        var found = new Dictionary<int, byte[]>();
        for (var left = ReadUInt32(); left > 0 && !IsDamaged; left--)
        {
            var (type, id) = ((int)ReadUInt16(), (int)ReadUInt16());
            if (id >= FirstNamedProperty)
                SkipName();
            var value = ReadValue(type);
            if (value.Length > 0)
                found[id] = type == UnicodeType ? ToUtf8(value) : value.ToArray();
        }
        return found;
    }

    private static byte[] ToUtf8(ReadOnlySpan<byte> value) =>
        Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(value).TrimEnd('\0'));

    // A name is a number or a text in the name space of a GUID.
    private void SkipName()
    {
        Take(GuidLength);
        if (ReadUInt32() == 0)
            Take(4);
        else
            TakePadded(ReadLength());
    }

    private ReadOnlySpan<byte> ReadValue(int type)
    {
        var single = type & ~MultipleValues;
        // PtypObject, PtypString8, PtypString and PtypBinary (MS-OXCDATA §2.11.1).
        var isVariable = single is 0x0D or 0x1E or UnicodeType or 0x102;
        var count = isVariable || single != type ? ReadLength() : 1;
        ReadOnlySpan<byte> first = default;
        for (var i = 0; i < count && !IsDamaged; i++)
        {
            var value = isVariable ? TakePadded(ReadLength()) : Take(SizeOf(single));
            if (i == 0 && isVariable)
                first = value;
        }
        return first;
    }

    private int SizeOf(int type)
    {
        var size = type switch
        {
            0x02 or 0x03 or 0x04 or 0x0A or 0x0B => 4,
            0x05 or 0x06 or 0x07 or 0x14 or 0x40 => 8,
            0x48 => 16,
            _ => 0,
        };
        IsDamaged |= size == 0;
        return size;
    }

    private ReadOnlySpan<byte> TakePadded(int length)
    {
        var value = Take(length);
        Take(Math.Min((4 - (length % 4)) % 4, rest.Length));
        return value;
    }

    private int ReadLength() => (int)Math.Min(ReadUInt32(), int.MaxValue);

    private uint ReadUInt32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    private ushort ReadUInt16() =>
        Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : (ushort)0;

    private ReadOnlySpan<byte> Take(int length)
    {
        if (IsDamaged || length > rest.Length)
        {
            IsDamaged = true;
            return default;
        }
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
