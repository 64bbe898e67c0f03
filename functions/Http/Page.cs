using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Postern.Functions.Http;

/// <summary>
/// An HTML page without external content, scripts or frames. It is not indexed, and its URL is not sent as referrer.
/// </summary>
internal sealed class Page(int status, string html) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        var content = Encoding.UTF8.GetBytes(html);
        response.Headers.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.HttpContext.Request.Method))
            await response.Body.WriteAsync(content, context.HttpContext.RequestAborted);
    }
}
