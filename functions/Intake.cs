using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;
using Postern.Configuration;
using Postern.Contracts;
using Postern.Functions.Http;
using Postern.Journal;
using Postern.Mail;

namespace Postern.Functions;

/// <summary>Takes in raw mail that somebody pushes (P34), with its SMTP envelope in the query or in header fields.</summary>
public sealed class Intake(MailIntake intake, GatewayConfigurationSource configuration)
{
    private const string Accepted = "message/rfc822 or application/octet-stream";

    [Function("Intake")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "inbound")] HttpRequest request, CancellationToken cancellationToken)
    {
        var envelope = Envelope(request);
        if (envelope.FindProblem() is { } problem) return Answers.BadRequest(problem.Field, problem.Reason);
        var largest = (await configuration.GetAsync(cancellationToken)).Parameters.LargestMail;
        var (content, refused) = await RequestBody.ReadAsync(
            request, type => type.MediaType.Value is { } media && Accepted.Split(" or ").Contains(media.ToLowerInvariant()),
            Accepted, largest, cancellationToken);
        if (refused is not null) return refused;
        if (content.IsEmpty) return Answers.BadRequest("", "The body is empty; it must be a mail.");
        var origin = new MailOrigin("http", Canonical(envelope.MailFrom), envelope.RcptTo?.Select(address => Canonical(address)!).ToList());
        var mail = BinaryData.FromBytes(content);
        var id = await intake.TakeInAsync(MailIntake.KeyOf(mail, origin), mail, origin, cancellationToken);
        return Answers.Accepted(id.Value, Location(request, id));
    }

    private static EnvelopeItem Envelope(HttpRequest request) => new()
    {
        MailFrom = First(request.Query["from"], request.Headers["X-Envelope-From"]) is { Count: > 0 } from ? from[0] ?? "" : null,
        RcptTo = First(request.Query["to"], request.Headers["X-Envelope-To"]) is { Count: > 0 } to ? Addresses(to) : null,
    };

    private static StringValues First(StringValues query, StringValues header) => query.Count > 0 ? query : header;

    private static IReadOnlyList<string> Addresses(StringValues values) =>
        [.. values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    // An empty sender is the null return path of RFC 5321 §4.5.5, which says something.
    private static string? Canonical(string? address) => string.IsNullOrEmpty(address) ? address : EmailAddress.Parse(address).Address;

    private static string Location(HttpRequest request, MailId id)
    {
        var path = request.Path.Value ?? "";
        return $"{request.PathBase}{path[..path.LastIndexOf('/')]}/mails/{id}";
    }
}
