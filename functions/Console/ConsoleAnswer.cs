using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Postern.Functions.Http;

namespace Postern.Functions.Console;

/// <summary>
/// One file of the console. The page itself is asked for again at every visit; whatever it refers to has the hash of its
/// content in its address, and is kept for a year.
/// </summary>
internal sealed class ConsoleAnswer(ConsoleFile file, bool isPage) : IActionResult
{
    /// <summary>
    /// Scripts and styles come from here alone, nothing is loaded from elsewhere, no other site may show the page in a
    /// frame, and HTML is only made by the one named policy, that of the renderer. Frames with mail inherit all this.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
        + "img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        + "form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

    /// <summary>What the browser may do with it.</summary>
    public string Policy { get; init; } = ContentSecurityPolicy;

    public Task ExecuteResultAsync(ActionContext context)
    {
        var (request, headers) = (context.HttpContext.Request, context.HttpContext.Response.Headers);
        var encoding = Accepted(request);
        var tag = file.Tag(encoding);
        headers.CacheControl = isPage ? "no-cache" : "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (Preconditions.Has(request, tag))
            return new Answer(StatusCodes.Status304NotModified) { Tag = tag }.ExecuteResultAsync(context);
        if (encoding.Length > 0)
            headers.ContentEncoding = encoding;
        var answer = new Answer(StatusCodes.Status200OK, file.ContentType, file.Content(encoding)) { Tag = tag };
        return answer.ExecuteResultAsync(context);
    }

    /// <summary>The best encoding that the client takes; empty for none.</summary>
    private static string Accepted(HttpRequest request) =>
        ConsoleFile.Encodings.FirstOrDefault(
            encoding =>
                request
                    .GetTypedHeaders()
                    .AcceptEncoding.Any(accepted =>
                        accepted.Quality is not 0 && accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase)
                    ),
            ""
        );
}
