using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Webhooks;

namespace Postern.Functions.Http;

/// <summary>The response to a provider's handshake, after which it sends events.</summary>
internal sealed class HandshakeAnswer(ProviderReading.Handshake handshake) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        foreach (var (name, value) in handshake.Headers)
            context.HttpContext.Response.Headers[name] = value;
        var answer = handshake.Body is null
            ? new Answer(StatusCodes.Status200OK)
            : Answers.Content(StatusCodes.Status200OK, handshake.Body);
        return answer.ExecuteResultAsync(context);
    }
}
