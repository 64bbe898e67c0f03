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
    private const int UsualPage = 100;
    private const int LargestPage = 1000;

    [Function("ListMails")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (limit, problem) = Query.Limit(request, UsualPage, LargestPage);
        if (problem is not null)
            return problem;
        if (Day(Query.Text(request, "day")) is not { } day)
        {
            var today = time.GetUtcNow().ToString(DayFormat, CultureInfo.InvariantCulture);
            return Answers.BadRequest("day", $"must be a day in UTC such as {today}");
        }
        var (filter, wrong) = Filter(request);
        if (wrong is not null)
            return wrong;
        var entries = await journal.ListAsync(day, filter!, limit, cancellationToken);
        return Answers.List(entries.Select(entry => Shown.With(entry)), entries.Count == limit ? entries[^1].Id : null);
    }

    private static (JournalFilter? Filter, IActionResult? Problem) Filter(HttpRequest request)
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
        MailId? after = null;
        if (Query.Text(request, "after") is { } last)
        {
            if (!MailId.TryParse(last, out var id))
                return (null, Answers.BadRequest("after", "must be what the last page gave as next"));
            after = id;
        }
        var messageId = Query.Text(request, "messageId")?.Trim('<', '>');
        return (new JournalFilter(state, sender, messageId, after), null);
    }

    [Function("ReadMail")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(id, cancellationToken) is { } entry
            ? Answers.One(request, Shown.With(entry))
            : Answers.NotFound("mail");

    [Function("ReadRawMail")]
    public async Task<IActionResult> ReadRawAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route + "/{id}/raw")] HttpRequest request,
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

    private DateTimeOffset? Day(string? text)
    {
        if (text is null)
            return time.GetUtcNow();
        var (culture, style) = (CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return DateTimeOffset.TryParseExact(text, DayFormat, culture, style, out var day) ? day : null;
    }
}
