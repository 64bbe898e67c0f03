using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Functions.Http;
using Postern.Gateway.Editing;

namespace Postern.Functions.Admin;

/// <summary>Aliases (P30, P35, P40). The route contains the id or the name of the alias domain.</summary>
public sealed class AliasFunctions(AliasEditor editor)
{
    private const string Route = "aliases";
    private const string One = Route + "/{domain}/{localPart}";

    private static readonly Resource<AliasOnDomain> Resource = new(
        Route,
        "alias",
        alias => $"{alias.Alias.Domain}/{Uri.EscapeDataString(alias.Alias.LocalPart)}",
        alias =>
            Shown.With(
                alias.Alias,
                ("domain", alias.Alias.Domain),
                ("localPart", alias.Alias.LocalPart),
                ("address", alias.Address)
            ),
        "domain",
        "localPart",
        "address",
        "status",
        "lastError"
    );

    [Function("ListAliases")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) => Resource.List(request, await editor.ListAsync(cancellationToken));

    [Function("ReadAlias")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = One)] HttpRequest request,
        string domain,
        string localPart,
        CancellationToken cancellationToken
    ) =>
        await editor.FindDomainAsync(domain, cancellationToken) is { } found
            ? Resource.Read(request, await editor.FindAsync(found, Local(localPart), cancellationToken))
            : Answers.NotFound("alias domain");

    [Function("WriteAlias")]
    public async Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = One)] HttpRequest request,
        string domain,
        string localPart,
        CancellationToken cancellationToken
    )
    {
        if (await editor.FindDomainAsync(domain, cancellationToken) is not { } found)
            return Answers.NotFound("alias domain");
        return HttpMethods.IsDelete(request.Method)
            ? await Resource.DeleteAsync(
                request,
                condition => editor.DeleteAsync(found, Local(localPart), condition, cancellationToken)
            )
            : await Resource.WriteAsync<MailAlias>(
                request,
                () => editor.FindAsync(found, Local(localPart), cancellationToken),
                (alias, condition) =>
                    editor.PutAsync(
                        alias with
                        {
                            Domain = found.Id,
                            LocalPart = Local(localPart),
                        },
                        found,
                        condition,
                        cancellationToken
                    ),
                cancellationToken
            );
    }

    private static string Local(string text) => LocalParts.Sanitise(Query.Segment(text)) ?? "";
}
