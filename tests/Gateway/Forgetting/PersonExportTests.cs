using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MimeKit;
using Postern.Core.Signing;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Secrets;
using Postern.Tests.Servers;

namespace Postern.Tests.Forgetting;

/// <summary>What is held about a person is in one file, with nothing that opens a thread.</summary>
public sealed partial class PersonExportTests
{
    [Fact]
    [Trait("Speed", "Long")]
    public async Task An_export_has_what_the_address_leads_to_and_no_signature_that_is_whole()
    {
        await using var gateway = await TestGateway.StartAsync();
        await AnnStory.TellAsync(gateway);
        using var file = new ForwardOnly();
        await gateway.Get<PersonExport>().WriteAsync(AnnStory.Ann, file, default);

        using var zip = new ZipArchive(new MemoryStream(file.Written.ToArray()));
        var counts = JsonNode.Parse(Read(zip, "manifest.json"))!["counts"]!.AsObject();
        Assert.StartsWith(
            "allowed-sender 1, attention 2, audit 2, blacklist 1, bounces 1, contact 1, deliveries 4, files 2, follows 2, "
                + "mails 4, messages 2, notes ",
            string.Join(", ", counts.Select(count => $"{count.Key} {count.Value}")),
            StringComparison.Ordinal
        );
        Assert.Contains(zip.Entries, entry => entry.Name.EndsWith("diary.txt", StringComparison.Ordinal));
        Assert.Contains(
            zip.Entries,
            entry => Read(zip, entry.FullName).Contains(AnnStory.Secret, StringComparison.Ordinal)
        );
        var mails = zip.Entries.Where(entry => entry.Name.EndsWith(".eml", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, mails.Count);
        Assert.All(mails, entry => Assert.Equal(AnnStory.Ann, Assert.Single(Load(entry).From.Mailboxes).Address));
        await AssertNothingOpensAThreadAsync(gateway, zip);
    }

    private static async Task AssertNothingOpensAThreadAsync(TestGateway gateway, ZipArchive zip)
    {
        var keys = await gateway.Get<TagKeys>().GetAsync(default);
        var struck = 0;
        foreach (var entry in zip.Entries)
        {
            var text = Read(zip, entry.FullName);
            Assert.DoesNotContain(Words().Matches(text), word => IsSigned(keys, word.Value));
            struck += text.Split(new string('x', 17)).Length - 1;
        }
        // Ann has answered to a signed address.
        Assert.NotEqual(0, struck);
    }

    private static bool IsSigned(TagKeyRing keys, string word) =>
        ReplyTag.Read(keys, word) is not null
        || VerpTag.Read(keys, word) is not null
        || FollowTag.Read(keys, word) is not null
        || UnsubscribeTag.Read(keys, word) is not null
        || OwnMessageId.Read(keys, word + "@x") is not null;

    private static string Read(ZipArchive zip, string name)
    {
        using var reader = new StreamReader(zip.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    private static MimeMessage Load(ZipArchiveEntry entry)
    {
        using var copy = new MemoryStream();
        using (var file = entry.Open())
            file.CopyTo(copy);
        copy.Position = 0;
        return MimeMessage.Load(copy);
    }

    [GeneratedRegex("[0-9a-v.]{20,}")]
    private static partial Regex Words();

    /// <summary>What a response is: written once, from front to back, and never without waiting.</summary>
    private sealed class ForwardOnly : Stream
    {
        public MemoryStream Written { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        ) => await Written.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Written.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
