using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Functions.Http;
using Postern.Gateway.Searching;

namespace Postern.Functions.Admin;

/// <summary>Lists over all threads: the threads themselves, and their deliveries.</summary>
public sealed class FindFunctions(ThreadFinder threads, DeliveryFinder deliveries)
{
    private const int UsualPage = 50;
    private const int LargestPage = 200;

    [Function("ListThreads")]
    public async Task<IActionResult> ListThreadsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "threads")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request, UsualPage, LargestPage);
        if (page is null)
            return problem!;
        var (failed, neither) = Query.Flag(request, "failed");
        if (neither is not null)
            return neither;
        var place = page.Position is { } last ? ThreadPlace.Read(last) : null;
        if (place is null && page.Position is not null)
            return PageRequest.WrongCursor();
        var filter = new ThreadFilter(Query.Text(request, "model"), Query.Text(request, "q"), failed);
        var found = await threads.FindAsync(filter, place, page.Limit, cancellationToken);
        return page.Show(found, thread => Shown.With(thread));
    }

    [Function("ListAllDeliveries")]
    public async Task<IActionResult> ListDeliveriesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "deliveries")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request);
        if (page is null)
            return problem!;
        var (recipient, noAddress) = Query.Address(request, "recipient");
        var (state, noState) = Query.Named<DeliveryState>(request, "state");
        var (days, noDays) = Query.Days(request);
        if ((noAddress ?? noState ?? noDays) is { } wrong)
            return wrong;
        var filter = new DeliveryFilter(recipient, state, Query.Text(request, "server")) { Days = days! };
        var found = await deliveries.FindAsync(filter, page.Position, page.Limit, cancellationToken);
        return page.Show(found, delivery => Shown.With(delivery));
    }
}
