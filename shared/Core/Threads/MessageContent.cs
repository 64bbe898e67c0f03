using Postern.Core.Mime;

namespace Postern.Core.Threads;

/// <summary>The content of a message before it is stored.</summary>
public sealed record MessageContent
{
    public string Subject { get; init; } = "";

    public string? Text { get; init; }

    public string? Html { get; init; }

    /// <summary>The text without quoted mail and signature; null when that is all of it.</summary>
    public string? NewText { get; init; }

    /// <summary>The signature in the text; null when none is known.</summary>
    public string? Signature { get; init; }

    public IReadOnlyList<ContentFile> Files { get; init; } = [];

    /// <summary>Message-Id of the mail that it came by.</summary>
    public string? SourceMessageId { get; init; }

    /// <summary>Journal id of the mail that it came by.</summary>
    public string? Mail { get; init; }

    /// <summary>Why the mail that it came by counts as automatic.</summary>
    public AutomaticMail? Automatic { get; init; }

    /// <summary>Why the sender of that mail is forged.</summary>
    public string? Forged { get; init; }

    /// <summary>Whether that mail passed sender authentication.</summary>
    public bool Verified { get; init; }

    /// <summary>Header fields of a mail that belongs to no record.</summary>
    public OutgoingHeaders? Outgoing { get; init; }
}

/// <summary>A file of a message before it is stored.</summary>
/// <param name="Name">File name.</param>
/// <param name="Type">Media type.</param>
/// <param name="Open">Opens the content, the same each time; one stream may be open at a time.</param>
/// <param name="ContentId">Content-ID by which the HTML refers to it; null when it does not.</param>
public sealed record ContentFile(string Name, string Type, Func<Stream> Open, string? ContentId = null);
