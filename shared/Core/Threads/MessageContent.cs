using Postern.Core.Mime;

namespace Postern.Core.Threads;

/// <summary>What a message says, before it is stored.</summary>
public sealed record MessageContent
{
    public string Subject { get; init; } = "";

    public string? Text { get; init; }

    public string? Html { get; init; }

    /// <summary>What of the text is new; null when all is.</summary>
    public string? NewText { get; init; }

    public IReadOnlyList<ContentFile> Files { get; init; } = [];

    /// <summary>Message-Id of the mail that it came by.</summary>
    public string? SourceMessageId { get; init; }

    /// <summary>Journal id of the mail that it came by.</summary>
    public string? Mail { get; init; }

    /// <summary>Why the mail that it came by counts as automatic.</summary>
    public AutomaticMail? Automatic { get; init; }

    /// <summary>What a trusted server found wrong with the sender of the mail that it came by.</summary>
    public string? Forged { get; init; }

    /// <summary>Header fields of a mail that belongs to no record.</summary>
    public OutgoingHeaders? Outgoing { get; init; }
}

/// <summary>A file of a message, before it is stored.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Open">Opens its content, which is the same each time. One stream at a time.</param>
/// <param name="ContentId">What HTML refers to it by.</param>
public sealed record ContentFile(string Name, string Type, Func<Stream> Open, string? ContentId = null);
