using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Functions.Http;
using Postern.Gateway.Forgetting;

namespace Postern.Functions.Admin;

/// <summary>All that is held about a person: to have it, and to have it erased.</summary>
public sealed class PersonFunctions(PersonExport export, Erasures erasures)
{
    private const string Route = "people/{address}";

    [Function("ExportPerson")]
    [Scopes(ApiScope.Admin)]
    public Task<IActionResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/export")] HttpRequest request,
        string address
    ) =>
        Task.FromResult(
            Key(address) is { } key
                ? new StreamedAnswer(
                    "application/zip",
                    "person.zip",
                    (stream, cancellationToken) => export.WriteAsync(key, stream, cancellationToken)
                )
                : NoAddress(request)
        );

    [Function("ErasePerson")]
    public async Task<IActionResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequest request,
        string address,
        CancellationToken cancellationToken
    )
    {
        if (Key(address) is not { } key)
            return NoAddress(request);
        var (state, findings) = await erasures.BeginPersonAsync(key, cancellationToken);
        return state is null ? Answers.Refused(findings) : ErasureFunctions.Accepted(state);
    }

    private static IActionResult NoAddress(HttpRequest request) =>
        Answers.BadRequest("address", $"is no e-mail address in {request.Path}");

    private static string? Key(string address) => EmailAddress.Canonical(Query.Segment(address));
}
