using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Gateway.Spooling;

namespace Postern.Functions.Http;

/// <summary>
/// Reads raw mail from the body of a request (P34), and its SMTP envelope from the query or header fields.
/// </summary>
internal static partial class PushedMail
{
    private static readonly string[] Accepted = ["message/rfc822", "application/octet-stream"];

    /// <summary>Returns the mail, which the caller disposes, or what is wrong with the request.</summary>
    public static async Task<(SpooledContent? Mail, MailOrigin? Origin, IActionResult? Problem)> ReadAsync(
        HttpRequest request,
        long largest,
        ContentSpool spool,
        CancellationToken cancellationToken
    )
    {
        var envelope = Envelope(request);
        if (envelope.FindProblem() is { } problem)
            return (null, null, Answers.BadRequest(problem.Field, problem.Reason));
        var (content, refused) = await RequestBody.SpoolAsync(
            request,
            IsAccepted,
            string.Join(" or ", Accepted),
            largest,
            spool,
            cancellationToken
        );
        if (refused is not null)
            return (null, null, refused);
        if (content!.Memory.IsEmpty)
            return (null, null, Answers.BadRequest("", "The body is empty; it must be a mail."));
        var recipients = envelope.RcptTo?.Select(address => Canonical(address)!).ToList();
        var origin = new MailOrigin("http", Canonical(envelope.MailFrom), recipients)
        {
            Client = envelope.Client,
            Helo = envelope.Helo,
        };
        return (content, origin, null);
    }

    private static bool IsAccepted(MediaTypeHeaderValue type) =>
        type.MediaType.Value is { } media && Accepted.Contains(media.ToLowerInvariant());

    private static EnvelopeItem Envelope(HttpRequest request)
    {
        var from = First(request.Query["from"], request.Headers["X-Envelope-From"]);
        var to = First(request.Query["to"], request.Headers["X-Envelope-To"]);
        return new EnvelopeItem
        {
            MailFrom = from.Count > 0 ? from[0] ?? "" : null,
            RcptTo = to.Count > 0 ? Addresses(to) : null,
            Client = Text(First(request.Query["client"], request.Headers["X-Envelope-Client"])),
            Helo = Text(First(request.Query["helo"], request.Headers["X-Envelope-Helo"])),
        };
    }

    private static string? Text(StringValues values) => values.Count > 0 ? values[0] : null;

    private static StringValues First(StringValues query, StringValues header) => query.Count > 0 ? query : header;

    private static IReadOnlyList<string> Addresses(StringValues values) =>
        [
            .. values
                .SelectMany(value => BetweenCommas().Matches(value ?? "").Select(match => match.Value.Trim()))
                .Where(text => text.Length > 0),
        ];

    // A quoted local part may contain commas (RFC 5321 §4.1.2).
    [GeneratedRegex("""(?:"(?:\\.|[^"\\])*"?|[^,"])+""", RegexOptions.NonBacktracking)]
    private static partial Regex BetweenCommas();

    // An empty sender is the null return path (RFC 5321 §4.5.5), not a missing one.
    private static string? Canonical(string? address) =>
        string.IsNullOrEmpty(address) ? address : EmailAddress.Parse(address).Address;
}
