using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Functions.Http;
using Postern.Gateway.Editing;
using Postern.Gateway.Stores;

namespace Postern.Functions.Admin;

/// <summary>The blacklist of addresses that get no mass mail, and the log notes and bounces of an address.</summary>
public sealed class BlacklistFunctions(
    BlacklistStore blacklist,
    BlacklistEditor editor,
    BounceHistory bounces,
    TimeProvider time
)
{
    private const string Route = "blacklist";

    private readonly Resource<BlacklistEntry> _resource = new(
        Route,
        "entry of the blacklist",
        entry => Uri.EscapeDataString(entry.Address),
        entry =>
            Shown.With(
                entry,
                ("address", entry.Address),
                ("counts", JsonValue.Create(entry.CountsAt(time.GetUtcNow())))
            ),
        "address",
        "counts",
        "covers"
    );

    [Function("ListBlacklist")]
    public Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        PageAsync(
            request,
            async page =>
            {
                var prefix = Query.Text(request, "prefix")?.Trim().ToLowerInvariant();
                var (reason, unknown) = Query.Named<BlacklistReason>(request, "reason");
                if (unknown is not null)
                    return unknown;
                var (entries, next) = await blacklist.ListAsync(
                    prefix,
                    reason,
                    page.Position,
                    page.Limit,
                    cancellationToken
                );
                return _resource.List(entries, page.Next(next));
            }
        );

    [Function("ReadBlacklistEntry")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{address}")] HttpRequest request,
        string address,
        CancellationToken cancellationToken
    ) => _resource.Read(request, await blacklist.FindAsync(Key(address), cancellationToken));

    [Function("WriteBlacklistEntry")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", "delete", Route = Route + "/{address}")]
            HttpRequest request,
        string address,
        CancellationToken cancellationToken
    ) =>
        HttpMethods.IsDelete(request.Method)
            ? _resource.DeleteAsync(
                request,
                condition => editor.DeleteAsync(Key(address), condition, cancellationToken)
            )
            : _resource.WriteAsync<BlacklistEntry>(
                request,
                () => blacklist.FindAsync(Key(address), cancellationToken),
                (entry, condition) =>
                    editor.PutAsync(entry with { Address = Key(address) }, condition, cancellationToken),
                cancellationToken
            );

    [Function("ListContactNotes")]
    public Task<IActionResult> ListNotesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "contacts/{address}/notes")] HttpRequest request,
        string address,
        CancellationToken cancellationToken
    ) =>
        PageAsync(
            request,
            async page =>
            {
                var (notes, next) = await blacklist.ListNotesAsync(
                    Key(address),
                    page.Position,
                    page.Limit,
                    cancellationToken
                );
                return Answers.List(notes.Select(note => Shown.With(note)), page.Next(next));
            }
        );

    [Function("ListContactBounces")]
    public Task<IActionResult> ListBouncesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "contacts/{address}/bounces")] HttpRequest request,
        string address,
        CancellationToken cancellationToken
    ) =>
        PageAsync(
            request,
            async page =>
            {
                var (reports, next) = await bounces.ListAsync(
                    Key(address),
                    page.Position,
                    page.Limit,
                    cancellationToken
                );
                return Answers.List(reports.Select(report => Shown.With(report)), page.Next(next));
            }
        );

    private static async Task<IActionResult> PageAsync(HttpRequest request, Func<PageRequest, Task<IActionResult>> list)
    {
        var (page, problem) = PageRequest.Read(request);
        return page is null ? problem! : await list(page);
    }

    private static string Key(string address) => EmailAddress.Canonical(Query.Segment(address)) ?? address;
}
