using MimeKit;
using Postern.Core.Composing;
using Postern.Core.Mime;
using Postern.Core.Threads;

namespace Postern.Tests.Composing;

public class InlineReferencesTests
{
    [Theory]
    [InlineData("<img src=\"cid:pump.png@01D9\">", true)]
    [InlineData("<img src='cid:pump.png%4001D9'>", true)]
    [InlineData("<img src=\"CID:Pump.PNG@01d9\">", true)]
    [InlineData("<p style='background:url(cid:pump.png@01D9)'>", true)]
    [InlineData("<img src=\"cid:pump.png\">", false)]
    [InlineData("<p>pump.png@01D9</p>", false)]
    public void A_part_is_found_by_its_id_however_the_HTML_writes_it(string html, bool shown)
    {
        var file = new MessageAttachment("pump.png", "image/png", 3, "blob", "pump.png@01D9");
        var draft = Drafts.Of(null, html) with { Files = [(file, SpooledContent.Of(new byte[] { 1, 2, 3 }))] };

        var part = new MimeMessage { Body = NotificationBody.Compose(draft) }
            .BodyParts.OfType<MimePart>()
            .Single(each => each.ContentType.IsMimeType("image", "png"));

        Assert.Equal(
            shown ? ContentDisposition.Inline : ContentDisposition.Attachment,
            part.ContentDisposition?.Disposition
        );
    }
}
