using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Text;
using Postern.Core.Wording;
using Postern.Functions.Http;
using Postern.Gateway.Editing;

namespace Postern.Functions.Admin;

/// <summary>The texts of automatic mails, which an alias domain may word itself.</summary>
public sealed class DomainTextFunctions(DomainTextsEditor editor)
{
    private const string Route = "alias-domains/{id}/texts";
    private const string BuiltIn = "builtIn";
    private const string Fields = "fields";

    private static readonly Resource<DomainTexts> Resource = new(
        "alias-domains",
        "alias domain",
        _ => "",
        texts => Shown.With(texts, (BuiltIn, BuiltInOfAll()), (Fields, FieldsOfAll())),
        BuiltIn,
        Fields
    );

    [Function("ReadDomainTexts")]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) => Resource.Read(request, await editor.FindAsync(id, cancellationToken));

    [Function("WriteDomainTexts")]
    public Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "patch", Route = Route)] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        Resource.WriteAsync<DomainTexts>(
            request,
            () => editor.FindAsync(id, cancellationToken),
            (texts, condition) => editor.PutAsync(id, texts, condition, cancellationToken),
            cancellationToken
        );

    private static JsonNode BuiltInOfAll()
    {
        var names = TextCatalog.Mails.Select(text => text.Name).ToList();
        var all = Languages.All.ToDictionary(
            language => language,
            language => names.ToDictionary(name => name, name => BuiltInTexts.Of(language)[name])
        );
        return JsonSerializer.SerializeToNode(all, PosternJson.Strict)!;
    }

    private static JsonNode FieldsOfAll() =>
        JsonSerializer.SerializeToNode(
            TextCatalog.Mails.ToDictionary(text => text.Name, text => text.Fields),
            PosternJson.Strict
        )!;
}
