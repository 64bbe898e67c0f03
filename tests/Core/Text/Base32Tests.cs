using FsCheck.Xunit;
using Postern.Core.Text;

namespace Postern.Tests.Text;

public sealed class Base32Tests
{
    [Property]
    public bool Bytes_survive_base32(byte[] bytes) =>
        Base32.TryDecode(Base32.Encode(bytes), out byte[] back) && back.SequenceEqual(bytes);
}
