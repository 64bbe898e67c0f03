using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Finding;
using Postern.Core.Journal;
using Postern.Functions.Http;
using Postern.Gateway.Searching;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>The journal: the accepted mails, the reasons for their routing, and the raw mails.</summary>
public sealed class MailFunctions(MailFinder finder, JournalStore journal, RawMailStore rawMail, TimeProvider time)
{
    private const string Route = "mails";
    private static readonly string[] OfManyDays = ["address", "subject"];

    [Function("ListMails")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request);
        if (page is null)
            return problem!;
        var after = page.Position is { } last ? new MailId(last) : null;
        var (filter, wrongFilter) = Filter(request, after);
        var (days, wrongDay) = Days(request, after);
        if ((wrongFilter ?? wrongDay) is { } wrong)
            return wrong;
        var found = await finder.FindAsync(filter!, days!, page.Limit, cancellationToken);
        return page.Show(found, entry => Shown.With(entry));
    }

    private static (JournalFilter? Filter, IActionResult? Problem) Filter(HttpRequest request, MailId? after)
    {
        var (state, unknown) = Query.Named<JournalState>(request, "state");
        var (address, noAddress) = Query.Address(request, "address");
        var (sender, noSender) = IsSender(request) ? Query.Address(request, "from") : (null, null);
        if ((unknown ?? noAddress ?? noSender) is { } problem)
            return (null, problem);
        var messageId = Query.Text(request, "messageId")?.Trim('<', '>');
        var filter = new JournalFilter(state, sender, messageId, after)
        {
            Address = address,
            Subject = Query.Text(request, "subject"),
        };
        return (filter, null);
    }

    // Of one day unless the query says otherwise; a list of today goes on with the same day after midnight.
    private (DayRange? Days, IActionResult? Problem) Days(HttpRequest request, MailId? after)
    {
        var (day, noDay) = Query.Day(request, "day");
        var (days, noDays) = IsSender(request) ? Until(request) : Query.Days(request);
        if ((noDay ?? noDays) is { } problem)
            return (null, problem);
        if (day is { } only)
        {
            return days == new DayRange()
                ? (DayRange.Of(only), null)
                : (null, Answers.BadRequest("day", "is for one day: give either day, or from and to"));
        }
        return days != new DayRange() || OfManyDays.Any(name => Query.Text(request, name) is not null)
            ? (days, null)
            : (DayRange.Of(DayRange.DayOf(after?.Received ?? time.GetUtcNow())), null);
    }

    private static (DayRange? Days, IActionResult? Problem) Until(HttpRequest request)
    {
        var (to, problem) = Query.Day(request, "to");
        return problem is null ? (new DayRange(null, to), null) : (null, problem);
    }

    // Until this version it named the sender, which is now found by address.
    private static bool IsSender(HttpRequest request) =>
        Query.Text(request, "from")?.Contains('@', StringComparison.Ordinal) == true;

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
                : RawIsGone();
        }
        catch (SpoolFullException e)
        {
            return Answers.Busy(e.Message);
        }
    }

    internal static IActionResult RawIsGone() =>
        Answers.Problem(
            StatusCodes.Status404NotFound,
            "The raw mail is not kept any more; see parameter mail.raw.days."
        );

    private async Task<JournalEntry?> FindAsync(string id, CancellationToken cancellationToken) =>
        MailId.TryParse(id, out var mail) ? await journal.FindAsync(mail, cancellationToken) : null;
}
