using FsCheck.Xunit;
using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Signing;

namespace Postern.Tests.Signing;

public sealed class TagTests
{
    private const string Token = "0123456789ab";
    private static readonly TagKey Old = new('0', new byte[32], DateTimeOffset.UnixEpoch);
    private static readonly TagKey New = new(
        '1',
        [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        DateTimeOffset.UnixEpoch.AddDays(1)
    );
    private static readonly TagKeyRing Keys = new([Old, New]);
    private static readonly ThreadKey Thread = new("helpdesk.ticket", "Ä 42/7");
    private static readonly MessageKey Message = MessageKey.Create(
        new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.Zero),
        "0123456789a"
    );

    [Fact]
    public void A_reply_tag_is_read_as_it_was_written()
    {
        var tag = ReplyTag.Read(Keys, ReplyTag.Write(Keys, Token, "ann@a.example"));
        Assert.Equal(new ReplyTag(Token, RecipientKey.ShortOf("ann@a.example")), tag);
    }

    [Fact]
    public void The_tag_of_a_note_says_so_and_cannot_be_made_of_another()
    {
        var note = ReplyTag.Write(Keys, Token, "ann@a.example", note: true);
        Assert.True(ReplyTag.Read(Keys, note)!.Note);
        Assert.False(ReplyTag.Read(Keys, ReplyTag.Write(Keys, Token, "ann@a.example"))!.Note);
        Assert.Equal(ReplyTag.Length, note.Length);
    }

    [Fact]
    public void A_link_to_stop_following_names_thread_and_reader_and_is_no_other_kind_of_tag()
    {
        var tag = FollowTag.Write(Keys, Token, "ann@a.example");
        Assert.Equal(new FollowTag(Token, "ann@a.example"), FollowTag.Read(Keys, tag));
        Assert.Null(FollowTag.Read(Keys, UnsubscribeTag.Write(Keys, "ann@a.example")));
        Assert.Null(UnsubscribeTag.Read(Keys, tag));
        Assert.Null(FollowTag.Read(Keys, tag[..^1]));
    }

    [Fact]
    public void A_tag_of_an_older_key_is_still_read() =>
        Assert.NotNull(ReplyTag.Read(Keys, ReplyTag.Write(new TagKeyRing([Old]), Token, "ann@a.example")));

    [Fact]
    public void A_tag_of_an_unknown_key_is_not_read() =>
        Assert.Null(ReplyTag.Read(new TagKeyRing([Old]), ReplyTag.Write(Keys, Token, "ann@a.example")));

    [Fact]
    public void A_tag_with_any_other_character_is_not_read()
    {
        var tag = ReplyTag.Write(Keys, Token, "ann@a.example");
        for (var i = 0; i < tag.Length; i++)
        {
            Assert.Null(ReplyTag.Read(Keys, $"{tag[..i]}{(tag[i] == 'a' ? 'b' : 'a')}{tag[(i + 1)..]}"));
        }
    }

    [Fact]
    public void A_return_path_s_tag_is_no_reply_tag_and_the_other_way_round()
    {
        var verp = VerpTag.Write(Keys, Token, Message.Id, "ann@a.example");
        Assert.Equal(new VerpTag(Token, Message.Id, RecipientKey.Of("ann@a.example")), VerpTag.Read(Keys, verp));
        Assert.Null(ReplyTag.Read(Keys, verp));
        Assert.Null(VerpTag.Read(Keys, ReplyTag.Write(Keys, Token, "ann@a.example")));
    }

    [Fact]
    public void Local_parts_with_a_tag_stay_within_64_characters()
    {
        Assert.True(("notifications+" + ReplyTag.Write(Keys, Token, "ann@a.example")).Length <= 64);
        Assert.True(("bounce+" + VerpTag.Write(Keys, Token, Message.Id, "ann@a.example")).Length <= 64);
        Assert.True(
            ("Reply-To: support+" + ReplyTag.Write(Keys, Token, "ann@a.example") + "@example.com").Length <= 68
        );
    }

    [Theory]
    [InlineData("\u5b57", 80)]
    [InlineData("/", 48)]
    [InlineData("a", 128)]
    public void The_longest_message_id_fits_in_a_line(string character, int most)
    {
        var part = string.Concat(Enumerable.Repeat(character, most));
        Assert.True(ThreadKey.IsPart(part));
        Assert.False(ThreadKey.IsPart(part + character));
        var id = OwnMessageId.Write(
            Keys,
            new ThreadKey(part, part),
            MessageKey.Create(DateTimeOffset.UnixEpoch, "0123456789a"),
            "mail.mycompany.example"
        );
        Assert.InRange($"Message-Id: <{id}>".Length, 1, 998);
    }

    [Fact]
    public void An_own_message_id_names_thread_and_message_whatever_the_case_it_comes_back_in()
    {
        var id = OwnMessageId.Write(Keys, Thread, Message, "mycompany.example");
        Assert.Equal(new OwnMessageId(Thread, Message), OwnMessageId.Read(Keys, id));
        Assert.Equal(new OwnMessageId(Thread, Message), OwnMessageId.Read(Keys, id.ToUpperInvariant()));
    }

    [Fact]
    public void A_message_id_that_names_another_thread_under_the_same_signature_is_not_ours()
    {
        var parts = OwnMessageId.Write(Keys, Thread, Message, "mycompany.example").Split('.', 3);
        var other = OwnMessageId
            .Write(Keys, new ThreadKey("helpdesk.ticket", "43"), Message, "mycompany.example")
            .Split('.', 3);
        Assert.Null(OwnMessageId.Read(Keys, $"{parts[0]}.{other[1]}.{parts[2]}"));
    }

    [Theory]
    [InlineData("ann@a.example")]
    [InlineData("jörg.o'neill+news@xn--bcher-kva.example")]
    public void An_unsubscribe_token_names_its_address_and_old_keys_still_open_it(string address)
    {
        var token = UnsubscribeTag.Write(new TagKeyRing([Old]), address);
        Assert.Equal(address, UnsubscribeTag.Read(Keys, token)!.Address);
        Assert.Matches("^[0-9a-v]+$", token);
        Assert.Null(UnsubscribeTag.Read(new TagKeyRing([New]), token));
    }

    [Fact]
    public void An_unsubscribe_token_of_another_address_or_purpose_is_not_read()
    {
        var (ann, bob) = (UnsubscribeTag.Write(Keys, "ann@a.example"), UnsubscribeTag.Write(Keys, "bob@a.example"));
        Assert.Null(UnsubscribeTag.Read(Keys, bob[..^17] + ann[^17..]));
        Assert.Null(UnsubscribeTag.Read(Keys, ann[..^17] + Keys.Sign("reply", ann[..^17])));
        Assert.Null(UnsubscribeTag.Read(Keys, ""));
    }

    [Property]
    public bool No_text_makes_a_reader_fail(string text) =>
        UnsubscribeTag.Read(Keys, text ?? "") is null
        && ReplyTag.Read(Keys, text ?? "") is null
        && VerpTag.Read(Keys, text ?? "") is null
        && FollowTag.Read(Keys, text ?? "") is null
        && OwnMessageId.Read(Keys, text ?? "") is null;
}
