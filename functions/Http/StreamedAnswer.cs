using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Postern.Functions.Http;

/// <summary>A file whose size nobody knows before it is written.</summary>
/// <param name="contentType">Its media type.</param>
/// <param name="name">The name under which a browser saves it.</param>
/// <param name="write">Writes it.</param>
internal sealed class StreamedAnswer(string contentType, string name, Func<Stream, CancellationToken, Task> write)
    : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, aborted) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = contentType;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        if (!HttpMethods.IsHead(context.HttpContext.Request.Method))
            await write(response.Body, aborted);
    }
}
