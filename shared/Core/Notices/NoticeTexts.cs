using System.Net;
using Postern.Core.Html;

namespace Postern.Core.Notices;

/// <summary>What notices say. An alias's own text replaces that of a refusal (P35).</summary>
internal static class NoticeTexts
{
    /// <summary>A notice to nobody yet.</summary>
    /// <param name="kind">Why it is sent.</param>
    /// <param name="address">The address that was written to.</param>
    /// <param name="domain">Name of its alias domain.</param>
    /// <param name="ownHtml">The alias's own refusal text, HTML; counts only when something can be seen of it.</param>
    public static Notice Write(NoticeKind kind, string address, string domain, string? ownHtml = null)
    {
        if (
            kind is NoticeKind.KnownContactsOnly or NoticeKind.FollowersOnly
            && ownHtml is not null
            && HtmlText.FromHtml(ownHtml) is { Length: > 0 } own
        )
        {
            return new Notice
            {
                Kind = kind,
                Address = address,
                Domain = domain,
                Text = own,
                Html = ownHtml,
            };
        }
        var paragraphs = Paragraphs(kind, address);
        return new Notice
        {
            Kind = kind,
            Address = address,
            Domain = domain,
            Text = string.Join("\n\n", paragraphs),
            Html = string.Concat(paragraphs.Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph)}</p>")),
        };
    }

    private static string[] Paragraphs(NoticeKind kind, string address) =>
        kind switch
        {
            NoticeKind.Catchall =>
            [
                "Hello,",
                $"your mail to {address} reached nobody. This address only collects answers to mails that we sent, and yours does not answer one that we know.",
                "Please answer a mail of ours, or write to the address that you were given for your request.",
            ],
            NoticeKind.KnownContactsOnly =>
            [
                "Hello,",
                $"your mail to {address} was not accepted. Only people who are registered with us can write to this address.",
                "Please write from the address that we know you by, or get in touch with us in another way.",
            ],
            NoticeKind.FollowersOnly =>
            [
                "Hello,",
                $"your mail to {address} was not accepted. Only people who take part in the discussion can write to this address.",
                "Please write from the address that you take part with, or get in touch with us in another way.",
            ],
            NoticeKind.FailedAlias =>
            [
                "Hello,",
                $"your mail to {address} could not be accepted because of an error on our side.",
                "Please try again later, or get in touch with us in another way.",
            ],
            _ =>
            [
                "Hello,",
                $"your mail to {address} was not accepted: we got too many mails from you in the last minutes.",
                "Please wait before you write again. Mails that answer others by themselves should be switched off for this address.",
            ],
        };
}
