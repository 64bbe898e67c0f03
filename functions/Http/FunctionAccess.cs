using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;

namespace Postern.Functions.Http;

/// <summary>Who may call a function, from its attributes.</summary>
/// <param name="Kind">What is asked for.</param>
/// <param name="AnyOf">The scopes of which one is needed, with <see cref="AccessKind.Key"/>.</param>
/// <param name="TakesKeyInQuery">
/// Whether a key may be in the query. URLs are written to logs, so it is only where mail is pushed: some programs can be
/// given nothing but a URL.
/// </param>
public sealed record FunctionAccess(AccessKind Kind, IReadOnlyList<ApiScope> AnyOf, bool TakesKeyInQuery)
{
    private static readonly ConcurrentDictionary<MethodInfo, FunctionAccess> Known = new();

    /// <exception cref="InvalidOperationException">It has no HTTP trigger.</exception>
    public static FunctionAccess Of(MethodInfo function) => Known.GetOrAdd(function, Read);

    private static FunctionAccess Read(MethodInfo function)
    {
        var trigger =
            function
                .GetParameters()
                .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
                .FirstOrDefault(found => found is not null)
            ?? throw new InvalidOperationException($"{function.Name} is no function with an HTTP trigger.");
        if (trigger.AuthLevel == AuthorizationLevel.Admin)
            return new(AccessKind.Host, [], false);
        if (function.GetCustomAttribute<PublicAttribute>() is not null)
            return new(AccessKind.Public, [], false);
        var scopes = function.GetCustomAttribute<ScopesAttribute>()?.AnyOf ?? ByMethods(trigger.Methods ?? []);
        return new(AccessKind.Key, scopes, scopes.Contains(ApiScope.Intake) && scopes.Count == 1);
    }

    private static ApiScope[] ByMethods(string[] methods) =>
        methods.Length > 0 && methods.All(method => HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            ? [ApiScope.Read]
            : [ApiScope.Admin];
}
