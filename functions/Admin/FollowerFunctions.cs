using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;
using Postern.Mail;
using Postern.People;
using Postern.Threads;

namespace Postern.Functions.Admin;

/// <summary>Adds, changes and removes a thread's followers.</summary>
public sealed class FollowerFunctions(ThreadStore threads, FollowerEditor editor, PeopleStore people)
{
    private const string Route = "threads/{model}/{id}/followers/{address}";

    [Function("WriteFollower")]
    public async Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Function, "put", "delete", Route = Route)] HttpRequest request,
        string model, string id, string address, CancellationToken cancellationToken)
    {
        if (ThreadRoute.Key(model, id) is not { } thread || await threads.FindAsync(thread, cancellationToken) is null)
            return Answers.NotFound("thread");
        var follower = EmailAddress.Canonical(Query.Segment(address)) ?? address;
        var resource = Resource(thread);
        return HttpMethods.IsDelete(request.Method)
            ? await resource.DeleteAsync(request, condition => editor.DeleteAsync(thread, follower, condition, cancellationToken))
            : await resource.PutAsync<FollowerBody>(
                request,
                async (body, condition) => await editor.PutAsync(
                    thread, body.For(follower, await ContactAsync(follower, cancellationToken)), condition, cancellationToken),
                cancellationToken);
    }

    private async Task<Contact?> ContactAsync(string address, CancellationToken cancellationToken) =>
        (await people.FindContactAsync(address, cancellationToken))?.Value;

    private static Resource<Follower> Resource(ThreadKey thread) => new(
        "threads", "follower",
        follower => $"{Uri.EscapeDataString(thread.Model)}/{Uri.EscapeDataString(thread.Id)}/followers/{Uri.EscapeDataString(follower.Address)}",
        follower => Shown.With(follower), "address", "bounced");
}

/// <summary>A follower to add. What is not given is taken from the contact of the address.</summary>
public sealed record FollowerBody
{
    public string? Name { get; init; }

    public bool? Internal { get; init; }

    public NotificationChannel? Notify { get; init; }

    internal Follower For(string address, Contact? contact) => new()
    {
        Address = address,
        Name = Name ?? contact?.Name,
        Internal = Internal ?? contact?.Internal ?? false,
        Notify = Notify ?? contact?.Notify ?? NotificationChannel.Email,
    };
}
