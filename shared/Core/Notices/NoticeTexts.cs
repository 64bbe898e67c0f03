using System.Net;
using Postern.Core.Html;

namespace Postern.Core.Notices;

/// <summary>The texts of notices. An alias's own refusal text replaces the standard one (P35).</summary>
internal static class NoticeTexts
{
    private static readonly Wording Catchall = new(
        "reached nobody. This address only collects answers to mails that we sent, "
            + "and yours does not answer one that we know.",
        "Please answer a mail of ours, or write to the address that you were given for your request."
    );

    private static readonly Wording KnownContactsOnly = new(
        "was not accepted. Only people who are registered with us can write to this address.",
        "Please write from the address that we know you by, or get in touch with us in another way."
    );

    private static readonly Wording FollowersOnly = new(
        "was not accepted. Only people who take part in the discussion can write to this address.",
        "Please write from the address that you take part with, or get in touch with us in another way."
    );

    private static readonly Wording FailedAlias = new(
        "could not be accepted because of an error on our side.",
        "Please try again later, or get in touch with us in another way."
    );

    private static readonly Wording Loop = new(
        "was not accepted: we got too many mails from you in the last minutes.",
        "Please wait before you write again. "
            + "Mails that answer others by themselves should be switched off for this address."
    );

    /// <summary>A notice without a recipient yet.</summary>
    /// <param name="kind">Why it is sent.</param>
    /// <param name="address">The address that the mail was sent to.</param>
    /// <param name="domain">Name of its alias domain.</param>
    /// <param name="ownHtml">The alias's own refusal text as HTML; ignored when nothing of it is visible.</param>
    public static Notice Write(NoticeKind kind, string address, string domain, string? ownHtml = null)
    {
        var paragraphs = Paragraphs(kind, address);
        var standard = new Notice
        {
            Kind = kind,
            Address = address,
            Domain = domain,
            Text = string.Join("\n\n", paragraphs),
            Html = string.Concat(paragraphs.Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph)}</p>")),
        };
        if (ownHtml is null || kind is not (NoticeKind.KnownContactsOnly or NoticeKind.FollowersOnly))
            return standard;
        var own = HtmlText.FromHtml(ownHtml);
        return own.Length > 0 ? standard with { Text = own, Html = ownHtml } : standard;
    }

    private static string[] Paragraphs(NoticeKind kind, string address)
    {
        var wording = kind switch
        {
            NoticeKind.Catchall => Catchall,
            NoticeKind.KnownContactsOnly => KnownContactsOnly,
            NoticeKind.FollowersOnly => FollowersOnly,
            NoticeKind.FailedAlias => FailedAlias,
            _ => Loop,
        };
        return ["Hello,", $"your mail to {address} {wording.Problem}", wording.Advice];
    }

    private sealed record Wording(string Problem, string Advice);
}
