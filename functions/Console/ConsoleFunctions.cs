using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Http;

namespace Postern.Functions.Console;

/// <summary>
/// The console: a page for people who run the gateway. Its files are no secret and need no key; all that it shows it asks
/// of the API, with the key of whoever signed in.
/// </summary>
[SuppressMessage("Performance", "CA1822", Justification = "A function is an instance method.")]
public sealed class ConsoleFunctions
{
    [Function("ReadConsole")]
    [Public]
    public Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/{*file}")] HttpRequest request,
        string? file
    ) => Task.FromResult(ConsoleAnswers.To(request, file ?? "", ConsoleFiles.Embedded));
}
