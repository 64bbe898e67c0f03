using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Postern.Core.Mime;
using Postern.Gateway.Spooling;

namespace Postern.Functions.Http;

/// <summary>Reads the body of a request up to a limit.</summary>
internal static class RequestBody
{
    // The web server also counts what frames a chunk, which may hold a single byte (RFC 9112 §7.1).
    private const int FrameSize = 8;

    /// <summary>Reads a body of one of the accepted media types, or returns the problem (413, 415).</summary>
    public static async Task<(ReadOnlyMemory<byte> Content, IActionResult? Problem)> ReadAsync(
        HttpRequest request,
        Func<MediaTypeHeaderValue, bool> accepts,
        string accepted,
        long limit,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(request, accepts, accepted, limit) is { } refused)
            return (default, refused);
        using var content = new MemoryStream((int)(request.ContentLength ?? 0));
        var buffer = new byte[81_920];
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0; )
            {
                if (content.Length + read > limit)
                    return (default, TooLarge(limit));
                content.Write(buffer, 0, read);
            }
        }
        catch (BadHttpRequestException e)
        {
            return (default, Unreadable(e, limit));
        }
        return (content.ToArray(), null);
    }

    /// <summary>The same for a body that may be large: it is spooled to a file.</summary>
    public static async Task<(SpooledContent? Content, IActionResult? Problem)> SpoolAsync(
        HttpRequest request,
        Func<MediaTypeHeaderValue, bool> accepts,
        string accepted,
        long limit,
        ContentSpool spool,
        CancellationToken cancellationToken
    )
    {
        if (Refuse(request, accepts, accepted, limit) is { } refused)
            return (null, refused);
        try
        {
            var content = await spool.ReadAsync(request.Body, request.ContentLength, limit, cancellationToken);
            return content is null ? (null, TooLarge(limit)) : (content, null);
        }
        catch (SpoolFullException e)
        {
            return (null, Answers.Busy(e.Message));
        }
        catch (BadHttpRequestException e)
        {
            return (null, Unreadable(e, limit));
        }
    }

    private static IActionResult? Refuse(
        HttpRequest request,
        Func<MediaTypeHeaderValue, bool> accepts,
        string accepted,
        long limit
    )
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !accepts(type))
            return Answers.Problem(StatusCodes.Status415UnsupportedMediaType, $"Content-Type must be {accepted}.");
        if (request.ContentLength > limit)
            return TooLarge(limit);
        AllowUpTo(request, limit);
        return null;
    }

    /// <summary>Raises the limit of the web server, which is independent of <c>mail.size.max</c>.</summary>
    public static void AllowUpTo(HttpRequest request, long limit)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = request.ContentLength is null ? FrameSize * limit : limit + 1;
    }

    // The web server has a limit of its own, and finds out what is wrong with chunks.
    private static IActionResult Unreadable(BadHttpRequestException e, long limit) =>
        e.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? TooLarge(limit)
            : Answers.Problem(e.StatusCode, e.Message);

    private static IActionResult TooLarge(long limit) =>
        Answers.Problem(StatusCodes.Status413PayloadTooLarge, $"The body has more than {limit} bytes.");
}
