using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Pages;
using Postern.Core.Wording;

namespace Postern.Functions.Http;

/// <summary>Common parts of the signed links in mails that unsubscribe or unfollow (RFC 8058).</summary>
internal static class SignedLink
{
    // These functions need no key, so the size of a form is limited.
    private const int LargestForm = 4096;

    public static bool WantsJson(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .Accept.Any(type => type.MediaType.Equals(Answers.Json, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first language of the reader's browser in which the pages exist; null without one.</summary>
    public static string? Language(HttpRequest request) =>
        request
            .GetTypedHeaders()
            .AcceptLanguage.Where(language => language.Quality is not 0)
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => Languages.Of(language.Value.Value))
            .FirstOrDefault(known => known is not null);

    /// <summary>The response to a link that was not signed here, is damaged or has expired.</summary>
    public static IActionResult Bad(HttpRequest request) =>
        WantsJson(request)
            ? Answers.NotFound("signed link")
            : new Page(
                StatusCodes.Status404NotFound,
                UnsubscribePage.ForBadLink(new Words(Language(request) ?? Languages.Default))
            );

    /// <summary>The response to a form with another request than these two.</summary>
    public static IActionResult BadForm() =>
        Answers.BadRequest(
            UnsubscribePage.Field,
            $"must be {UnsubscribePage.OneClick} or {UnsubscribePage.Undo}, in a form of at most {LargestForm} bytes"
        );

    /// <summary>
    /// The request in the form, URL-encoded or multipart (RFC 8058 §3.2); null if it is no such form.
    /// </summary>
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
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
