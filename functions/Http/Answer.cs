using Microsoft.AspNetCore.Mvc;

namespace Postern.Functions.Http;

/// <summary>An HTTP answer: status, header fields and content, written as they are.</summary>
internal sealed class Answer(int status, string? contentType = null, ReadOnlyMemory<byte> content = default) : IActionResult
{
    public string? Tag { get; init; }

    public string? Location { get; init; }

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = status;
        if (Tag is not null) response.Headers.ETag = Tag;
        if (Location is not null) response.Headers.Location = Location;
        if (contentType is null) return;
        response.ContentType = contentType;
        response.Headers.ContentLength = content.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        await response.Body.WriteAsync(content, context.HttpContext.RequestAborted);
    }
}
