using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Threads;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>Adds, changes and removes followers of a thread.</summary>
public sealed class FollowerFunctions(ThreadStore threads, FollowerEditor editor, PeopleStore people)
{
    private const string Route = "threads/{model}/{id}/followers/{address}";

    [Function("WriteFollower")]
    public async Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = Route)] HttpRequest request,
        string model,
        string id,
        string address,
        CancellationToken cancellationToken
    )
    {
        if (ThreadRoute.Key(model, id) is not { } thread || await threads.FindAsync(thread, cancellationToken) is null)
            return Answers.NotFound("thread");
        var follower = EmailAddress.Canonical(Query.Segment(address)) ?? address;
        var resource = Resource(thread);
        return HttpMethods.IsDelete(request.Method)
            ? await resource.DeleteAsync(
                request,
                condition => editor.DeleteAsync(thread, follower, condition, cancellationToken)
            )
            : await resource.WriteAsync<FollowerBody>(
                request,
                () => threads.FindFollowerAsync(thread, follower, cancellationToken),
                async (body, condition) =>
                {
                    var contact = await ContactAsync(follower, cancellationToken);
                    return await editor.PutAsync(thread, Wanted(body, follower, contact), condition, cancellationToken);
                },
                cancellationToken
            );
    }

    private async Task<Contact?> ContactAsync(string address, CancellationToken cancellationToken) =>
        (await people.FindContactAsync(address, cancellationToken))?.Value;

    private static Resource<Follower> Resource(ThreadKey thread) =>
        new(
            "threads",
            "follower",
            follower => Path(thread, follower),
            follower => Shown.With(follower),
            "address",
            "bounced"
        );

    private static string Path(ThreadKey thread, Follower follower)
    {
        string[] segments = [thread.Model, thread.Id, "followers", follower.Address];
        return string.Join('/', segments.Select(Uri.EscapeDataString));
    }

    // Missing members default to those of the contact with this address.
    private static Follower Wanted(FollowerBody body, string address, Contact? contact) =>
        new()
        {
            Address = address,
            Name = body.Name ?? contact?.Name,
            Internal = body.Internal ?? contact?.Internal ?? false,
            Notify = body.Notify ?? contact?.Notify ?? NotificationChannel.Email,
        };
}
