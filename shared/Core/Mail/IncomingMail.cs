using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Replies;
using Postern.Core.Reports;

namespace Postern.Core.Mail;

/// <summary>
/// A received mail as the gateway reads it (RFC 5322, RFC 2045). Header values are decoded and unfolded, addresses canonical,
/// message ids without angle brackets and without the white space that folding left inside.
/// </summary>
public sealed record IncomingMail
{
    /// <summary>The parsed MIME tree, for readers of single parts (delivery reports). Empty when the bytes are not a mail.</summary>
    public required MimeMessage Message { get; init; }

    /// <summary>Message-Id without angle brackets, or null.</summary>
    public string? MessageId { get; init; }

    /// <summary>The first usable address of all From fields, or null.</summary>
    public EmailAddress? From { get; init; }

    /// <summary>The text of the From fields, also when it holds no usable address; null without one.</summary>
    public string? FromText { get; init; }

    /// <summary>The reverse path: of the envelope, else of the Return-Path field.</summary>
    public EmailAddress? ReturnPath { get; init; }

    /// <summary>True when the reverse path is known to be <c>&lt;&gt;</c> (RFC 5321 §4.5.5).</summary>
    public bool NullReturnPath { get; init; }

    /// <summary>To and Delivered-To, as Odoo's <c>to</c>.</summary>
    public IReadOnlyList<EmailAddress> To { get; init; } = [];

    public IReadOnlyList<EmailAddress> Cc { get; init; } = [];

    /// <summary>The To field alone.</summary>
    public IReadOnlyList<EmailAddress> HeaderTo { get; init; } = [];

    /// <summary>The Cc field alone.</summary>
    public IReadOnlyList<EmailAddress> HeaderCc { get; init; } = [];

    /// <summary>
    /// To, Cc, Resent-To, Resent-Cc, Delivered-To, X-Original-To, Envelope-To and the envelope, each address once; never From.
    /// </summary>
    public IReadOnlyList<EmailAddress> Recipients { get; init; } = [];

    public IReadOnlyList<EmailAddress> ReplyTo { get; init; } = [];

    /// <summary>Message ids of the References field, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Message ids of the In-Reply-To field.</summary>
    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    /// <summary>The subject on one line; "" without one.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The Date field; null when it is missing or no date.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The body as plain text with LF line ends; made from the HTML when there is nothing else.</summary>
    public string Text { get; init; } = "";

    /// <summary>False when <see cref="Text"/> was made from the HTML.</summary>
    public bool HasPlainText { get; init; }

    /// <summary>The body as HTML as it came, not sanitised; null when there is only text.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>How many Received fields it has: hops so far (RFC 5321 §6.3).</summary>
    public int ReceivedCount { get; init; }

    /// <summary>Authentication-Results fields as they came, topmost first (RFC 8601).</summary>
    public IReadOnlyList<string> AuthenticationResults { get; init; } = [];

    /// <summary>Why the mail is automatic; null for mail of a person.</summary>
    public AutomaticMail? Automatic { get; init; }

    /// <summary>What the mail reports on a mail of ours: a bounce, a delay, a complaint, a responder's answer; null when it is no report.</summary>
    public BounceReport? Report { get; init; }

    /// <summary>SHA-256 over From, Date and body in base32: equal for one mail that came by two ways.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Why the bytes cannot be used as a mail; null when they can.</summary>
    public string? Problem { get; init; }

    /// <summary>The text apart from quoted mail and signature, worked out when it is first asked for.</summary>
    public ReplyText ReplyText =>
        field ??= HasPlainText || Html is null ? ReplyText.FromText(Text) : ReplyText.TextFromHtml(Html);

    /// <summary>The same for the HTML; null when there is none.</summary>
    public ReplyText? ReplyHtml => field ??= Html is null ? null : ReplyText.FromHtml(Html);
}
