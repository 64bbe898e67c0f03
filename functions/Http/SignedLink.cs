using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Pages;

namespace Postern.Functions.Http;

/// <summary>What the links in mails that end mail have in common (RFC 8058).</summary>
internal static class SignedLink
{
    // Nobody needs a key here, so nobody may send much.
    private const int LargestForm = 4096;

    public static bool WantsJson(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .Accept.Any(type => type.MediaType.Equals(Answers.Json, StringComparison.OrdinalIgnoreCase));

    /// <summary>The answer to a link that is not ours, is damaged or was signed too long ago.</summary>
    public static IActionResult Bad(HttpRequest request) =>
        WantsJson(request)
            ? Answers.NotFound("signed link")
            : new Page(StatusCodes.Status404NotFound, UnsubscribePage.ForBadLink());

    /// <summary>The answer to a form that asks for nothing that can be done.</summary>
    public static IActionResult BadForm() =>
        Answers.BadRequest(
            UnsubscribePage.Field,
            $"must be {UnsubscribePage.OneClick} or {UnsubscribePage.Undo}, in a form of at most {LargestForm} bytes"
        );

    /// <summary>What the form asks for, url-encoded or multipart (RFC 8058 §3.2); null when it is no such form.</summary>
    public static async Task<string?> WishAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType || request.ContentLength > LargestForm)
            return null;
        try
        {
            var limits = new FormOptions
            {
                BufferBodyLengthLimit = LargestForm,
                MultipartBodyLengthLimit = LargestForm,
                KeyLengthLimit = LargestForm,
                ValueLengthLimit = LargestForm,
                ValueCountLimit = 8,
            };
            return (await request.ReadFormAsync(limits, cancellationToken))[UnsubscribePage.Field];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
