using System.Buffers.Text;

namespace Postern.Contracts;

/// <summary>A file that goes with a message: base64 of its bytes, or the name of a blob in <c>mail-content</c>.</summary>
public sealed record AttachmentItem
{
    public required string Name { get; init; }

    /// <summary>Media type (RFC 2045 §5), for example <c>application/pdf</c>.</summary>
    public string Type { get; init; } = "application/octet-stream";

    public string? Content { get; init; }

    public string? Blob { get; init; }

    public string? FindReason()
    {
        if (Name.Length == 0 || Name.Any(char.IsControl)) return "needs a name without control characters";
        if (!MimeKit.ContentType.TryParse(Type, out _)) return $"has the type '{Type}', which is not a media type";
        if (Content is null == Blob is null) return "needs either content or blob";
        return Content is not null && !Base64.IsValid(Content) ? "has content that is not base64" : null;
    }
}

/// <summary>The body of a message: in the message itself, or as names of blobs in <c>mail-content</c>.</summary>
public sealed record BodyItem(string? Text, string? Html, string? TextBlob, string? HtmlBlob)
{
    public ContractProblem? FindProblem()
    {
        if (Text is not null && TextBlob is not null) return new("textBlob", "give either text or textBlob");
        if (Html is not null && HtmlBlob is not null) return new("htmlBlob", "give either html or htmlBlob");
        return Text is null && Html is null && TextBlob is null && HtmlBlob is null
            ? new("text", "a message needs text or html") : null;
    }
}
