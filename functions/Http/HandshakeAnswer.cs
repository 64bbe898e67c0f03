using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Postern.Core.Text;
using Postern.Core.Webhooks;

namespace Postern.Functions.Http;

/// <summary>What a provider wants to hear before it sends events.</summary>
internal sealed class HandshakeAnswer(ProviderReading.Handshake handshake) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        foreach (var (name, value) in handshake.Headers)
            context.HttpContext.Response.Headers[name] = value;
        var content = handshake.Body is null
            ? default
            : JsonSerializer.SerializeToUtf8Bytes(handshake.Body, PosternJson.Strict);
        return new Answer(
            StatusCodes.Status200OK,
            handshake.Body is null ? null : Answers.Json,
            content
        ).ExecuteResultAsync(context);
    }
}
