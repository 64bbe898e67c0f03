using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Core.Migration;
using Postern.Functions.Http;

namespace Postern.Functions.Admin;

/// <summary>Makes a file of the configuration of what Odoo exports. Nothing is stored.</summary>
public sealed class OdooImportFunctions(TimeProvider time)
{
    private const int MostParts = 1000;

    [Function("ImportFromOdoo")]
    public async Task<IActionResult> ImportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "configuration/import/odoo")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (part, wrong) = Query.Whole(request, "part", 1, MostParts);
        if (wrong is not null)
            return wrong;
        var (uploads, problem) = await OdooBody.ReadAsync(request, cancellationToken);
        if (problem is not null)
            return problem;
        try
        {
            // The work ends when the client has left, too.
            using var either = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken,
                request.HttpContext.RequestAborted
            );
            return ConfigurationAnswers.Imported(
                request,
                OdooImport.Read(uploads!, part, time.GetUtcNow(), either.Token)
            );
        }
        catch (OdooImportException e)
        {
            return Answers.BadRequest(e.File, e.Message);
        }
    }
}
