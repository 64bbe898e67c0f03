using Microsoft.AspNetCore.Http;
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

    /// <summary>The response to a form with another request than these two, or to a body that is too large.</summary>
    public static IActionResult BadForm() =>
        Answers.BadRequest(
            UnsubscribePage.Field,
            $"must be {UnsubscribePage.OneClick} or {UnsubscribePage.Undo}, in a body of at most {LargestForm} bytes"
        );

    /// <summary>
    /// The request in the form, URL-encoded or multipart (RFC 8058 §3.2). Without that field it is
    /// <see cref="UnsubscribePage.OneClick"/>: the link alone says for whom, and mail programs and proxies lose bodies
    /// and their types. Null if the body is too large.
    /// </summary>
    public static async Task<string?> WishAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestForm || await ReadAsync(request.Body, cancellationToken) is not { } body)
            return null;
        request.Body = body;
        return await FieldAsync(request, cancellationToken) ?? UnsubscribePage.OneClick;
    }

    private static async Task<string?> FieldAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
            return null;
        try
        {
            return (await request.ReadFormAsync(cancellationToken))[UnsubscribePage.Field];
        }
        // Of a body in memory: it is no form.
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    private static async Task<MemoryStream?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestForm + 1];
        try
        {
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, false, cancellationToken);
            return length > LargestForm ? null : new MemoryStream(buffer, 0, length);
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }
}
