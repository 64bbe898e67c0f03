using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Configuration;
using Postern.Functions.Http;
using Postern.People;
using Postern.Signing;

namespace Postern.Functions;

/// <summary>
/// The unsubscribe link of a mailing (RFC 8058): a page for people, a POST for mail programs, JSON for who asks for it. The signed
/// token is all that is needed; reading never changes anything.
/// </summary>
public sealed class Unsubscribe(
    TagKeys tagKeys, GatewayConfigurationSource configuration, BlacklistStore blacklist, BlacklistEditor editor, TimeProvider time)
{
    private const string Route = "unsubscribe/{token}";

    // Nobody needs a key here, so nobody may send much.
    private const int LargestForm = 4096;

    [Function("ReadUnsubscribe")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken) =>
        await AddressAsync(token, cancellationToken) is { } address ? await ShowAsync(request, address, cancellationToken) : BadLink(request);

    [Function("Unsubscribe")]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request, string token, CancellationToken cancellationToken)
    {
        if (await AddressAsync(token, cancellationToken) is not { } address) return BadLink(request);
        switch (await WishAsync(request, cancellationToken))
        {
            case UnsubscribePage.OneClick:
                await editor.UnsubscribeAsync(address, cancellationToken);
                break;
            case UnsubscribePage.Undo:
                await editor.UndoUnsubscribeAsync(address, cancellationToken);
                break;
            default:
                return Answers.BadRequest(UnsubscribePage.Field, $"must be {UnsubscribePage.OneClick} or {UnsubscribePage.Undo}, in a form of at most {LargestForm} bytes");
        }
        return await ShowAsync(request, address, cancellationToken);
    }

    private async Task<string?> AddressAsync(string token, CancellationToken cancellationToken) =>
        UnsubscribeTag.Read(await tagKeys.GetAsync(cancellationToken), token)?.Address;

    private async Task<IActionResult> ShowAsync(HttpRequest request, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var entry = await blacklist.FindAsync(address, cancellationToken) is { } found && found.Value.CountsAt(now) ? found.Value : null;
        if (WantsJson(request))
        {
            return Answers.Content(StatusCodes.Status200OK, new JsonObject { ["address"] = address, ["unsubscribed"] = BlacklistRules.IsUnsubscribed(entry, now) });
        }
        var sender = (await configuration.GetAsync(cancellationToken)).DefaultAliasDomain?.Name;
        return new Page(StatusCodes.Status200OK, UnsubscribePage.For(address, sender, entry));
    }

    private static IActionResult BadLink(HttpRequest request) => WantsJson(request)
        ? Answers.NotFound("unsubscribe link") : new Page(StatusCodes.Status404NotFound, UnsubscribePage.ForBadLink());

    private static bool WantsJson(HttpRequest request) => request.GetTypedHeaders().Accept
        .Any(type => type.MediaType.Equals(Answers.Json, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the form asks for, url-encoded or multipart (RFC 8058 §3.2); null when it is no such form.</summary>
    private static async Task<string?> WishAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType || request.ContentLength > LargestForm) return null;
        try
        {
            var limits = new FormOptions { BufferBodyLengthLimit = LargestForm, MultipartBodyLengthLimit = LargestForm, KeyLengthLimit = LargestForm, ValueLengthLimit = LargestForm, ValueCountLimit = 8 };
            return (await request.ReadFormAsync(limits, cancellationToken))[UnsubscribePage.Field];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
