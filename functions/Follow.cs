using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Pages;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Core.Wording;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Functions;

/// <summary>
/// The link in a notification to stop following (RFC 8058): a page for people, a POST for mail programs, JSON for
/// clients that accept it. The signed token authorises the request: a POST with any body or none stops, unless its form
/// says otherwise. GET and HEAD never change anything.
/// </summary>
public sealed class Follow(
    TagKeys tagKeys,
    GatewayConfigurationSource configuration,
    ClaimStore claims,
    ThreadStore threads,
    FollowerEditor editor
)
{
    private const string Route = "follow/{token}";

    [Function("ReadFollow")]
    [Public]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(token, cancellationToken) is { } found
            ? await ShowAsync(request, found, cancellationToken)
            : SignedLink.Bad(request);

    [Function("Follow")]
    [Public]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(token, cancellationToken) is not { } found)
            return SignedLink.Bad(request);
        NotificationChannel? wish = await SignedLink.WishAsync(request, cancellationToken) switch
        {
            UnsubscribePage.OneClick => NotificationChannel.None,
            UnsubscribePage.Undo => NotificationChannel.Email,
            _ => null,
        };
        if (wish is not { } notify)
            return SignedLink.BadForm();
        // A follower stays in the list of the thread, so that unfollowing can be undone.
        if (found.Follower is not null)
            await editor.NotifyAsync(found.Thread.Key, found.Address, notify, cancellationToken);
        var changed = found.Follower is null ? null : found.Follower with { Notify = notify };
        return await ShowAsync(request, found with { Follower = changed }, cancellationToken);
    }

    private async Task<Found?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (FollowTag.Read(await tagKeys.GetAsync(cancellationToken), token) is not { } tag)
            return null;
        if (await claims.FindThreadAsync(tag.Token, cancellationToken) is not { } key)
            return null;
        if (await threads.FindHeadAsync(key, cancellationToken) is not { } head)
            return null;
        var follower = await threads.FindFollowerAsync(key, tag.Address, cancellationToken);
        return new Found(tag.Address, head.Value, follower?.Value);
    }

    private async Task<IActionResult> ShowAsync(HttpRequest request, Found found, CancellationToken cancellationToken)
    {
        if (!SignedLink.WantsJson(request))
        {
            var current = await configuration.GetAsync(cancellationToken);
            var words = SignedLink.Language(request) is { } language
                ? new Words(language)
                : current.WordsOf(found.Thread.AliasDomain, found.Thread.Alias);
            var html = FollowPage.For(found.Address, found.Thread.Subject, found.Follower, words);
            return new Page(StatusCodes.Status200OK, html);
        }
        var follows = found.Follower is { Notify: NotificationChannel.Email };
        var json = new JsonObject { ["address"] = found.Address, ["follows"] = follows };
        return Answers.Content(StatusCodes.Status200OK, json);
    }

    private sealed record Found(string Address, ThreadHead Thread, Follower? Follower);
}
