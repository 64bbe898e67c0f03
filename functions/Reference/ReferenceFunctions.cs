using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Functions.Console;
using Postern.Functions.Http;

namespace Postern.Functions.Reference;

/// <summary>The description of the API for people. It is the same in every gateway, so that it needs no key.</summary>
[SuppressMessage("Performance", "CA1822", Justification = "A function is an instance method.")]
public sealed class ReferenceFunctions
{
    // Written when it is first asked for: a start of the app, mostly for mail, does not pay for it.
    private static readonly Lazy<ConsoleFile> Page = new(() =>
        new ConsoleFile("docs.html", Encoding.UTF8.GetBytes(ReferencePage.Write(ApiDocument.Read())))
    );

    [Function("ReadApiReference")]
    [Public]
    public Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest request
    ) =>
        Task.FromResult<IActionResult>(
            new ConsoleAnswer(Page.Value, isPage: true) { Policy = ReferencePage.ContentSecurityPolicy }
        );
}
