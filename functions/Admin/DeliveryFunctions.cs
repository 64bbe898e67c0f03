using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Functions.Http;
using Postern.Gateway.Outbound;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>The deliveries of a thread: their states, retries, and dismissal of failed ones (P29).</summary>
public sealed class DeliveryFunctions(ThreadStore threads, DeliveryFailures failures)
{
    private const string Route = "threads/{model}/{id}/deliveries";

    [Function("ListDeliveries")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string model,
        string id,
        CancellationToken cancellationToken
    )
    {
        var (page, problem) = PageRequest.Read(request);
        if (page is null)
            return problem!;
        var (state, unknown) = Query.Named<DeliveryState>(request, "state");
        if (unknown is not null)
            return unknown;
        if (ThreadRoute.Key(model, id) is not { } thread || await threads.FindAsync(thread, cancellationToken) is null)
            return Answers.NotFound("thread");
        var after = page.Position is { } last ? DeliveryId.Read(last) : null;
        var deliveries = await threads.ListDeliveriesAsync(thread, after, state, page.Limit, cancellationToken);
        var next = deliveries.Count == page.Limit ? DeliveryId.Of(deliveries[^1]).ToString() : null;
        return Answers.List(deliveries.Select(ShownDelivery.Of), page.Next(next));
    }

    [Function("RetryDelivery")]
    public async Task<IActionResult> RetryAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{delivery}/retry")] HttpRequest request,
        string model,
        string id,
        string delivery,
        CancellationToken cancellationToken
    )
    {
        if (ThreadRoute.Key(model, id) is not { } thread || DeliveryId.Read(delivery) is not { } key)
            return Answers.NotFound("delivery");
        return await failures.RetryAsync(thread, key, cancellationToken) switch
        {
            { Found: false } => Answers.NotFound("delivery"),
            { Refusal: { } refusal } => Answers.Problem(StatusCodes.Status409Conflict, refusal),
            _ => Answers.NoContent(),
        };
    }

    [Function("DismissDelivery")]
    public async Task<IActionResult> DismissAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/{delivery}/dismiss")] HttpRequest request,
        string model,
        string id,
        string delivery,
        CancellationToken cancellationToken
    )
    {
        if (ThreadRoute.Key(model, id) is not { } thread || DeliveryId.Read(delivery) is not { } key)
            return Answers.NotFound("delivery");
        return await failures.DismissAsync(thread, key, cancellationToken) switch
        {
            null => Answers.NotFound("delivery"),
            false => Answers.Problem(
                StatusCodes.Status409Conflict,
                "The delivery has not failed, or somebody has taken care of it."
            ),
            true => Answers.NoContent(),
        };
    }
}
