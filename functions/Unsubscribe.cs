using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Configuration;
using Postern.Core.Pages;
using Postern.Core.People;
using Postern.Core.Signing;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Functions;

/// <summary>
/// The unsubscribe link of a mailing (RFC 8058): a page for people, a POST for mail programs, JSON for clients that
/// accept it. The signed token authorises the request: a POST with any body or none unsubscribes, unless its form says
/// otherwise. GET and HEAD never change anything.
/// </summary>
public sealed class Unsubscribe(
    TagKeys tagKeys,
    GatewayConfigurationSource configuration,
    BlacklistStore blacklist,
    BlacklistEditor editor,
    TimeProvider time
)
{
    private const string Route = "unsubscribe/{token}";

    [Function("ReadUnsubscribe")]
    [Public]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Route)] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        await AddressAsync(token, cancellationToken) is { } address
            ? await ShowAsync(request, address, cancellationToken)
            : SignedLink.Bad(request);

    [Function("Unsubscribe")]
    [Public]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    )
    {
        if (await AddressAsync(token, cancellationToken) is not { } address)
            return SignedLink.Bad(request);
        switch (await SignedLink.WishAsync(request, cancellationToken))
        {
            case UnsubscribePage.OneClick:
                await editor.UnsubscribeAsync(address, cancellationToken);
                break;
            case UnsubscribePage.Undo:
                await editor.UndoUnsubscribeAsync(address, cancellationToken);
                break;
            default:
                return SignedLink.BadForm();
        }
        return await ShowAsync(request, address, cancellationToken);
    }

    private async Task<string?> AddressAsync(string token, CancellationToken cancellationToken) =>
        UnsubscribeTag.Read(await tagKeys.GetAsync(cancellationToken), token)?.Address;

    private async Task<IActionResult> ShowAsync(
        HttpRequest request,
        string address,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var found = (await blacklist.FindAsync(address, cancellationToken))?.Value;
        var entry = found?.CountsAt(now) == true ? found : null;
        if (SignedLink.WantsJson(request))
        {
            var unsubscribed = BlacklistRules.IsUnsubscribed(entry, now);
            var json = new JsonObject { ["address"] = address, ["unsubscribed"] = unsubscribed };
            return Answers.Content(StatusCodes.Status200OK, json);
        }
        var current = await configuration.GetAsync(cancellationToken);
        var domain = current.DefaultAliasDomain;
        var words = current.WordsOf(domain, SignedLink.Language(request));
        return new Page(StatusCodes.Status200OK, UnsubscribePage.For(address, domain?.Name, entry, words));
    }
}
