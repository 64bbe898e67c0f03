using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Mime;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Composing;

/// <summary>Composes the body of a mail: text, HTML and files.</summary>
internal static class NotificationBody
{
    // RFC 6838 §4.2: 127 characters on either side of the slash; parameters rarely take more.
    private const int LongestType = 255;

    private const string Hidden = "display:none;mso-hide:all;max-height:0;overflow:hidden;font-size:1px";

    public static MimeEntity Compose(MailDraft draft)
    {
        var builder = new BodyBuilder { TextBody = draft.Text, HtmlBody = draft.Html };
        if (draft.Message.Outgoing is null)
        {
            var marker = Marker(draft);
            builder.TextBody = NotificationText.Plain(draft) + (marker is null ? "" : $"{marker}\n");
            builder.HtmlBody = WithMarker(NotificationText.Html(draft), marker);
        }
        builder.TextBody = Lines(builder.TextBody);
        builder.HtmlBody = Lines(builder.HtmlBody);
        var shown = draft.Bodies.Shown;
        foreach (var (file, content) in draft.Files)
            AddFile(builder, file, content, shown);
        return builder.ToMessageBody();
    }

    // RFC 5322 §2.3: CR and LF stand only together. No mail has NUL.
    private static string? Lines(string? text) =>
        text?.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\r\n");

    private static void AddFile(
        BodyBuilder builder,
        MessageAttachment file,
        SpooledContent content,
        IReadOnlySet<string> shown
    )
    {
        var isInline = file.ContentId is { } id && MessageIds.CanBeSent(id) && shown.Contains(id);
        var name = NotificationText.OneLine(file.Name) is { Length: > 0 } given ? given : "file";
        var type = TypeOf(file);
        var part = IsParsed(content, type)
            ? AddParsed(builder, name, type, content, isInline)
            : AddStreamed(builder, name, type, content, isInline);
        if (isInline)
            part.Headers.Replace(HeaderId.ContentId, $"<{file.ContentId}>");
    }

    // MimeKit must read texts for their charset, and mails for the encoding that they allow (RFC 2046 §5.2.1).
    private static bool IsParsed(SpooledContent content, ContentType type) =>
        content.Memory.Length <= SpooledContent.MemoryLimit
        || type.IsMimeType("text", "*")
        || type.IsMimeType("message", "*");

    private static MimeEntity AddParsed(
        BodyBuilder builder,
        string name,
        ContentType type,
        SpooledContent content,
        bool isInline
    )
    {
        var files = FilesOf(builder, isInline);
        try
        {
            var part = files.Add(name, content.Memory.ToArray(), type);
            if (part is not MessagePart { Message: { } mail } || WireForm.MayBeAttached(mail))
                return part;
            files.Remove(part);
        }
        catch (FormatException)
        {
            // Its type says that it is a mail, which it is not.
        }
        return AddStreamed(builder, name, Unknown(), content, isInline);
    }

    private static MimePart AddStreamed(
        BodyBuilder builder,
        string name,
        ContentType type,
        SpooledContent content,
        bool isInline
    )
    {
        var disposition = isInline ? ContentDisposition.Inline : ContentDisposition.Attachment;
        var part = new MimePart(type)
        {
            Content = new MimeContent(content.OpenRead()),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(disposition),
            FileName = name,
        };
        FilesOf(builder, isInline).Add(part);
        return part;
    }

    private static AttachmentCollection FilesOf(BodyBuilder builder, bool isInline) =>
        isInline ? builder.LinkedResources : builder.Attachments;

    private static ContentType TypeOf(MessageAttachment file)
    {
        if (
            file.Type.Length > LongestType
            || !ContentType.TryParse(file.Type, out var type)
            || type.IsMimeType("multipart", "*")
        )
            return Unknown();
        return type;
    }

    private static ContentType Unknown() => new("application", "octet-stream");

    // Repeats the tag of the reply address, for clients that lose both the address and the References.
    private static string? Marker(MailDraft draft) =>
        EmailAddress.TryParse(draft.ReplyTo, out var replyTo) && OwnAddresses.Tag(replyTo, ReplyTag.Length) is { } tag
            ? BodyMarker.Write(tag)
            : null;

    private static string WithMarker(string html, string? marker)
    {
        if (marker is null)
            return html;
        var hidden = $"""<div style="{Hidden}">{marker}</div>""";
        var end = html.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? html + hidden : html.Insert(end, hidden);
    }
}
