using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Functions.Http;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>The journal: the accepted mails, the reasons for their routing, and the raw mails.</summary>
public sealed class MailFunctions(JournalStore journal, RawMailStore rawMail, TimeProvider time)
{
    private const string Route = "mails";
    private const string DayFormat = "yyyy-MM-dd";

    [Function("ListMails")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request, "after");
        if (page is null)
            return problem!;
        var after = page.Position is { } last ? new MailId(last) : null;
        // A list of today goes on with the same day after midnight.
        if (Day(Query.Text(request, "day"), after) is not { } day)
        {
            var today = time.GetUtcNow().ToString(DayFormat, CultureInfo.InvariantCulture);
            return Answers.BadRequest("day", $"must be a day in UTC such as {today}");
        }
        var (filter, wrong) = Filter(request, after);
        if (wrong is not null)
            return wrong;
        var entries = await journal.ListAsync(day, filter!, page.Limit, cancellationToken);
        var next = page.Next(entries.Count == page.Limit ? entries[^1].Id : null);
        return Answers.List(entries.Select(entry => Shown.With(entry)), next);
    }

    private static (JournalFilter? Filter, IActionResult? Problem) Filter(HttpRequest request, MailId? after)
    {
        var (state, unknown) = Query.Named<JournalState>(request, "state");
        if (unknown is not null)
            return (null, unknown);
        string? sender = null;
        if (Query.Text(request, "from") is { } from)
        {
            if (!EmailAddress.TryParse(from, out var address))
                return (null, Answers.BadRequest("from", "must be an e-mail address"));
            sender = address.Address;
        }
        var messageId = Query.Text(request, "messageId")?.Trim('<', '>');
        return (new JournalFilter(state, sender, messageId, after), null);
    }

    [Function("ReadMail")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, cancellationToken) is { } entry
            ? Answers.One(request, Shown.With(entry))
            : Answers.NotFound("mail");

    [Function("ReadRawMail")]
    public async Task<IActionResult> ReadRawAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}/raw")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(id, cancellationToken) is not { } entry)
            return Answers.NotFound("mail");
        try
        {
            return await rawMail.FindAsync(entry.Raw, cancellationToken) is { } raw
                ? new Answer(StatusCodes.Status200OK, "message/rfc822", raw.Content.Memory) { Source = raw }
                : Answers.Problem(
                    StatusCodes.Status404NotFound,
                    "The raw mail is not kept any more; see parameter mail.raw.days."
                );
        }
        catch (SpoolFullException e)
        {
            return Answers.Busy(e.Message);
        }
    }

    private async Task<JournalEntry?> FindAsync(string id, CancellationToken cancellationToken) =>
        MailId.TryParse(id, out var mail) ? await journal.FindAsync(mail, cancellationToken) : null;

    private DateTimeOffset? Day(string? text, MailId? after)
    {
        if (text is null)
            return after?.Received ?? time.GetUtcNow();
        var (culture, style) = (CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return DateTimeOffset.TryParseExact(text, DayFormat, culture, style, out var day) ? day : null;
    }
}
