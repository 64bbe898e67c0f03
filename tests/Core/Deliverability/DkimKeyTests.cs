using System.Security.Cryptography;
using FsCheck.Xunit;
using Postern.Core.Deliverability;

namespace Postern.Tests.Deliverability;

public sealed class DkimKeyTests
{
    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    public void An_rsa_key_has_its_size_in_either_form(int bits)
    {
        using var rsa = RSA.Create(bits);
        foreach (var bytes in new[] { rsa.ExportSubjectPublicKeyInfo(), rsa.ExportRSAPublicKey() })
        {
            var key = Read($"v=DKIM1; k=rsa; p={Convert.ToBase64String(bytes)}");
            Assert.Equal((DkimKeyState.Present, "rsa", bits), (key.State, key.Type, key.Bits));
        }
    }

    [Theory]
    [InlineData("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", DkimKeyState.Present, 256)]
    [InlineData("v=DKIM1; p=", DkimKeyState.Revoked, null)]
    [InlineData("v=DKIM1; k=rsa", DkimKeyState.Damaged, null)]
    [InlineData("v=DKIM1; k=rsa; p=AAAA", DkimKeyState.Damaged, null)]
    [InlineData("v=DKIM1; k=rsa; p=*", DkimKeyState.Damaged, null)]
    [InlineData("v=DKIM1; k=gost; p=AAAA", DkimKeyState.Damaged, null)]
    [InlineData("nonsense", DkimKeyState.Damaged, null)]
    public void A_record_says_whether_there_is_a_key(string record, DkimKeyState state, int? bits)
    {
        var key = Read(record);
        Assert.Equal((state, bits), (key.State, key.Bits));
    }

    [Fact]
    public void A_domain_that_only_tests_says_so() =>
        Assert.True(Read("v=DKIM1; t=y:s; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").Testing);

    [Fact]
    public void No_record_and_no_answer_differ()
    {
        Assert.Equal(DkimKeyState.Missing, DkimKey.Read("s", DnsReply.None).State);
        Assert.Equal(DkimKeyState.Unknown, DkimKey.Read("s", DnsReply.Failed).State);
    }

    [Property]
    public bool No_record_makes_it_throw(string wild) => Enum.IsDefined(Read($"v=DKIM1; p={wild}").State);

    private static DkimKey Read(string record) => DkimKey.Read("s", DnsReply.Of([record]));
}
