using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Postern.Contracts.Http;
using Postern.Functions.Http;
using Postern.Gateway;
using Postern.Gateway.Callers;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Tests.Support;

namespace Postern.Tests.Admin;

/// <summary>
/// A gateway with storage of its own, whose HTTP functions are called as a host would, without a host. A request that
/// shows no key of its own shows that of an administrator.
/// </summary>
public sealed class AdminGateway : IAsyncLifetime
{
    private Azurite? _azurite;
    private ServiceProvider? _services;
    private string? _key;

    public string ConnectionString => _azurite!.ConnectionString;

    public IServiceProvider Services => _services!;

    public GatewayStorage Storage => Services.GetRequiredService<GatewayStorage>();

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.StartAsync();
        _services = Instance();
        await Storage.CreateMissingAsync(CancellationToken.None);
        _key = await MakeKeyAsync("tests", ApiScope.Admin);
    }

    /// <summary>The text of a new key.</summary>
    public async Task<string> MakeKeyAsync(string name, ApiScope scope, DateTimeOffset? expires = null)
    {
        var editor = Services.GetRequiredService<ApiKeyEditor>();
        var request = new ApiKeyRequest
        {
            Name = name,
            Scope = scope,
            Expires = expires,
        };
        return (await editor.CreateAsync(request, CancellationToken.None)).Text!;
    }

    public async Task DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    /// <summary>One more instance of the app on the same storage.</summary>
    public ServiceProvider Instance()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(GatewayStorage.ConnectionName, ConnectionString)])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<AccessGuard>();
        services.AddPostern(configuration, new HostingEnvironment { EnvironmentName = Environments.Development });
        return services.BuildServiceProvider();
    }

    internal Task<Reply> GetAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("GET", path, null, null, headers);

    internal Task<Reply> PutAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendJsonAsync("PUT", path, json, headers);

    internal Task<Reply> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendJsonAsync("POST", path, json, headers);

    internal Task<Reply> DeleteAsync(string path, params (string Name, string Value)[] headers) =>
        SendAsync("DELETE", path, null, null, headers);

    internal Task<Reply> SendJsonAsync(
        string verb,
        string path,
        string json,
        params (string Name, string Value)[] headers
    ) => SendAsync(verb, path, "application/json", Encoding.UTF8.GetBytes(json), headers);

    internal async Task<Reply> SendAsync(
        string verb,
        string path,
        string? contentType,
        byte[]? content,
        params (string Name, string Value)[] headers
    )
    {
        var context = new DefaultHttpContext { RequestServices = Services };
        var parts = path.Split('?', 2);
        context.Request.Method = verb;
        context.Request.Path = PathString.FromUriComponent("/api/" + parts[0]);
        context.Request.QueryString = new QueryString(parts.Length > 1 ? "?" + parts[1] : "");
        context.Request.ContentType = contentType;
        context.Request.ContentLength = content?.Length;
        context.Request.Body = new MemoryStream(content ?? []);
        foreach (var (name, value) in headers)
            context.Request.Headers.Append(name, value);
        if (!headers.Any(header => IsOfKeys(header.Name)))
            context.Request.Headers.Authorization = $"Bearer {_key}";
        using var body = new MemoryStream();
        context.Response.Body = body;
        var (function, values) =
            HttpFunctionMap.Find(verb, context.Request.Path.Value!)
            ?? throw new InvalidOperationException($"No function answers {verb} {path}.");
        context.Request.RouteValues = values;
        var access = await Services.GetRequiredService<AccessGuard>().CheckAsync(function.Method, context);
        using var working = Services.GetRequiredService<CurrentCaller>().Enter(access.Caller);
        var instance = ActivatorUtilities.CreateInstance(Services, function.Method.DeclaringType!);
        var result =
            access.Refused
            ?? KnownQuery.Refuse(context.Request)
            ?? await function.InvokeAsync(
                instance,
                parameter =>
                    parameter.ParameterType == typeof(HttpRequest) ? context.Request
                    : parameter.ParameterType == typeof(CancellationToken) ? CancellationToken.None
                    : values[parameter.Name!]?.ToString()
            );
        await result.ExecuteResultAsync(new ActionContext(context, new RouteData(values), new ActionDescriptor()));
        return new Reply(
            context.Response.StatusCode,
            context.Response.ContentType,
            context.Response.Headers,
            body.ToArray()
        );
    }

    private static bool IsOfKeys(string header) =>
        header.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || header.Equals("x-functions-key", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What a function answered.</summary>
internal sealed record Reply(int Status, string? ContentType, IHeaderDictionary Headers, byte[] Content)
{
    public JsonObject Json => JsonNode.Parse(Content)!.AsObject();

    public string Tag => Headers.ETag.ToString();

    /// <summary>The fields that a problem document names.</summary>
    public IReadOnlyList<string> Fields =>
        [.. Json["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>())];

    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Content)}";
}
