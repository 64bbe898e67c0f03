using System.Security.Cryptography;
using Postern.Core.Access;

namespace Postern.Tests.Access;

public sealed class ApiKeyTextTests
{
    private const string Id = "0123456789abcdef";
    private static readonly byte[] Secret = SHA256.HashData("secret"u8);
    private static readonly ApiKeyText Key = ApiKeyText.Of(Id, Secret);

    [Fact]
    public void The_text_is_the_id_the_secret_and_a_checksum()
    {
        Assert.Matches("^pk_0123456789abcdef_[0-9a-v]{52}[0-9a-v]{6}$", Key.Reveal());

        var read = ApiKeyText.Read(Key.Reveal());
        Assert.Equal((Id, Key.Hash, Key.Reveal()), (read!.Id, read.Hash, read.Reveal()));
    }

    [Fact]
    public void A_key_is_recognised_by_the_hash_of_its_secret_and_by_no_other()
    {
        Assert.True(Key.Has(Key.Hash));
        Assert.False(Key.Has(ApiKeyText.Of(Id, SHA256.HashData("other"u8)).Hash));
        Assert.False(Key.Has(""));
        Assert.DoesNotContain(Key.Reveal()[20..72], Key.Hash, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_with_one_wrong_character_is_no_key()
    {
        var text = Key.Reveal();
        for (var at = 0; at < text.Length; at++)
        {
            var other = text[at] == '7' ? '8' : '7';
            Assert.Null(ApiKeyText.Read($"{text[..at]}{other}{text[(at + 1)..]}"));
        }
    }

    [Fact]
    public void What_is_cut_continued_or_of_another_form_is_no_key()
    {
        var text = Key.Reveal();
        string?[] wrong =
        [
            null,
            "",
            text[..^1],
            text[1..],
            text + "0",
            " " + text,
            text.ToUpperInvariant(),
            $"{text},{text}",
            new string('\u00e9', text.Length),
            new string('0', 1_000_000),
        ];
        Assert.All(wrong, other => Assert.Null(ApiKeyText.Read(other)));
    }
}
