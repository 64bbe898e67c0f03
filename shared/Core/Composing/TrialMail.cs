using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;

namespace Postern.Core.Composing;

/// <summary>The mail by which an alias is tried.</summary>
public static class TrialMail
{
    /// <summary>What is wrong with a request; null when it is valid.</summary>
    public static FieldMessage? Problem(TrialRequest request, GatewayConfiguration configuration)
    {
        if (!EmailAddress.TryParse(request.From, out var from))
            return new("from", $"'{request.From}' is not one e-mail address");
        // The gateway does not answer itself, so nothing could be learnt from it.
        if (OwnAddresses.IsOurs(configuration, from))
            return new("from", "must be the address of a person, not one of the gateway");
        if (!EmailAddress.TryParse(request.Alias, out var alias))
            return new("alias", $"'{request.Alias}' is not one e-mail address");
        if (OwnAddresses.FindAliases(configuration, alias).Count == 0)
            return new("alias", $"There is no alias {alias.Address}: GET /api/aliases lists all");
        return request.Seconds is < 0 or > TrialRequest.Longest
            ? new("seconds", $"must be from 0 to {TrialRequest.Longest}")
            : null;
    }

    /// <summary>
    /// The mail of a request without a <see cref="Problem"/>. It asks for no automatic answers, which keeps it out of
    /// loops, and is otherwise that of a person, so that it is routed as such.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="id">A name that no other mail has.</param>
    /// <param name="now">The current time.</param>
    public static MimeMessage Compose(TrialRequest request, string id, DateTimeOffset now)
    {
        var alias = EmailAddress.Parse(request.Alias);
        var mail = new MimeMessage
        {
            MessageId = $"try.{id}@{alias.Domain}",
            Date = now,
            Subject = request.Subject,
            Body = new TextPart("plain") { Text = request.Text },
        };
        mail.From.Add(EmailAddress.Parse(request.From).ToMailbox());
        mail.To.Add(alias.ToMailbox());
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        return mail;
    }
}
