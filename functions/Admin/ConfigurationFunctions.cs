using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Declarations;
using Postern.Core.Text;
using Postern.Functions.Http;
using Postern.Gateway.Applying;

namespace Postern.Functions.Admin;

/// <summary>The configuration as a file (<c>postern.yaml</c>).</summary>
public sealed class ConfigurationFunctions(ConfigurationStateReader reader, ConfigurationApplier applier)
{
    private const string Route = "configuration";

    [Function("ReadConfiguration")]
    [Scopes(ApiScope.Admin)]
    public async Task<IActionResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var format = Query.Text(request, "format");
        if (format is not (null or "yaml" or "json"))
            return Answers.BadRequest("format", "must be yaml or json");
        var (sections, problem) = Sections(request);
        if (problem is not null)
            return problem;
        var state = await reader.ReadAsync(sections, null, cancellationToken);
        var file = ConfigurationExport.Of(state, sections);
        return ConfigurationAnswers.File(request, file, ConfigurationAnswers.IsJson(request, format));
    }

    [Function("PlanConfiguration")]
    public async Task<IActionResult> PlanAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/plan")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (prune, wrong) = Query.Flag(request, "prune");
        var (body, problem) = await ConfigurationBody.ReadAsync(request, cancellationToken);
        if ((wrong ?? problem) is { } refused)
            return refused;
        var plan = await applier.PlanAsync(body!.File, body.Variables, prune == true, cancellationToken);
        return ConfigurationAnswers.Planned(request, plan);
    }

    [Function("WriteConfiguration")]
    public async Task<IActionResult> WriteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route)] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        if (Preconditions.Read(request) is not { } condition)
            return Answers.BadRequest("", "If-Match takes tags in double quotes or *.");
        var (prune, wrong) = Query.Flag(request, "prune");
        var (body, problem) = await ConfigurationBody.ReadAsync(request, cancellationToken);
        if ((wrong ?? problem) is { } refused)
            return refused;
        var applied = await applier.ApplyAsync(body!.File, body.Variables, prune == true, condition, cancellationToken);
        return ConfigurationAnswers.Applied(request, applied);
    }

    private static (IReadOnlyCollection<ConfigurationSection> Sections, IActionResult? Problem) Sections(
        HttpRequest request
    )
    {
        var known = ConfigurationExport.SectionNames;
        if (Query.Text(request, "sections") is not { } text)
            return ([.. known.Values], null);
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(names, name => !known.ContainsKey(name)) is not { } unknown)
            return ([.. names.Select(name => known[name])], null);
        var nearest = EditDistance.Nearest(unknown, known.Keys);
        return ([], Answers.BadRequest("sections", $"has '{unknown}', which is none; the nearest is '{nearest}'"));
    }
}
