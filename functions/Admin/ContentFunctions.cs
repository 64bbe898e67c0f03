using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Keys;
using Postern.Functions.Http;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>The files and long bodies of messages, by the name of the blob in the message.</summary>
public sealed class ContentFunctions(ContentStore contents)
{
    [Function("ReadContent")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "content/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken
    )
    {
        var blob = Query.Segment(name);
        if (BlobName.FindProblem(blob) is { } reason)
            return Answers.BadRequest("name", reason);
        try
        {
            // Never with the media type that the sender has declared: it could be a page with scripts.
            return await contents.OpenAsync(blob, cancellationToken) is { } content
                ? new Answer(StatusCodes.Status200OK, "application/octet-stream", content.Memory) { Source = content }
                : Answers.NotFound("content");
        }
        catch (SpoolFullException e)
        {
            return Answers.Busy(e.Message);
        }
    }
}
