using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Postern.Functions.Http;

/// <summary>An HTTP response: status, header fields and content.</summary>
internal sealed class Answer(int status, string? contentType = null, ReadOnlyMemory<byte> content = default)
    : IActionResult
{
    public string? Tag { get; init; }

    public string? Location { get; init; }

    /// <summary>The methods that the resource takes.</summary>
    public string? Allow { get; init; }

    /// <summary>How the client may say who it is.</summary>
    public string? Challenge { get; init; }

    /// <summary>Seconds after which the client may repeat the request.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The owner of the content, disposed after it was written.</summary>
    public IDisposable? Source { get; init; }

    public async Task ExecuteResultAsync(ActionContext context)
    {
        using var source = Source;
        var response = context.HttpContext.Response;
        response.StatusCode = status;
        if (Tag is not null)
            response.Headers.ETag = Tag;
        if (Location is not null)
            response.Headers.Location = Location;
        if (Allow is not null)
            response.Headers.Allow = Allow;
        if (Challenge is not null)
            response.Headers.WWWAuthenticate = Challenge;
        if (RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (contentType is null)
            return;
        response.ContentType = contentType;
        response.Headers.ContentLength = content.Length;
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsHead(context.HttpContext.Request.Method))
            await response.Body.WriteAsync(content, context.HttpContext.RequestAborted);
    }
}
