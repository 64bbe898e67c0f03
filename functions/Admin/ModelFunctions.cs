using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Functions.Http;
using Postern.Gateway.Editing;

namespace Postern.Functions.Admin;

/// <summary>Settings of models. A model without settings accepts mail and counts in the loop guard.</summary>
public sealed class ModelFunctions(ConfigurationEditor editor)
{
    private const string Route = "models";
    private const string Kind = ConfigurationKinds.Model;

    private static readonly Resource<RecordModel> Resource = new(
        Route,
        "model",
        model => Uri.EscapeDataString(model.Name),
        model => Shown.With(model, ("name", model.Name)),
        "name"
    );

    [Function("ListModels")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        Resource.List(
            request,
            (await editor.ListAsync(Kind, cancellationToken)).Select(row =>
                row.As<RecordModel>() with
                {
                    Name = row.Id,
                }
            )
        );

    [Function("ReadModel")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{name}")] HttpRequest request,
        string name,
        CancellationToken cancellationToken
    ) => Resource.Read(request, await FindAsync(name, cancellationToken));

    [Function("WriteModel")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = Route + "/{name}")]
            HttpRequest request,
        string name,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? Resource.DeleteAsync(
                request,
                condition =>
                    editor.DeleteAsync<RecordModel>(
                        Kind,
                        Query.Segment(name),
                        condition,
                        (_, _) => Findings.None,
                        cancellationToken
                    )
            )
            : Resource.WriteAsync<RecordModel>(
                request,
                () => FindAsync(name, cancellationToken),
                (model, condition) =>
                    editor.PutAsync<RecordModel>(
                        Kind,
                        Query.Segment(name),
                        condition,
                        (_, before) => RecordModelRules.Put(model with { Name = Query.Segment(name) }, before),
                        cancellationToken
                    ),
                cancellationToken
            );

    private async Task<Versioned<RecordModel>?> FindAsync(string name, CancellationToken cancellationToken) =>
        await editor.FindAsync<RecordModel>(Kind, Query.Segment(name), cancellationToken) is { } found
            ? new(found.Value with { Name = Query.Segment(name) }, found.Version)
            : null;
}
