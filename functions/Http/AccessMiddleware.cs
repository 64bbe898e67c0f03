using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Postern.Gateway.Callers;

namespace Postern.Functions.Http;

/// <summary>
/// Calls the guard before every function with an HTTP trigger. A refusal is the result of the invocation: a response that
/// a middleware wrote itself may reach the client with another status.
/// </summary>
internal sealed class AccessMiddleware(AccessGuard guard, CurrentCaller callers) : IFunctionsWorkerMiddleware
{
    private const string HttpTrigger = "httpTrigger";
    private readonly ConcurrentDictionary<string, MethodInfo> _methods = new();

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var function = context.FunctionDefinition;
        if (!function.InputBindings.Values.Any(IsHttp))
        {
            await next(context);
            return;
        }
        var http =
            context.GetHttpContext()
            ?? throw new InvalidOperationException($"{function.Name} has no request to check.");
        var access = await guard.CheckAsync(_methods.GetOrAdd(function.EntryPoint, MethodOf), http);
        if (access.Refused is not null)
        {
            context.GetInvocationResult().Value = access.Refused;
            return;
        }
        using (callers.Enter(access.Caller))
            await next(context);
    }

    private static bool IsHttp(BindingMetadata binding) =>
        binding.Type.Equals(HttpTrigger, StringComparison.OrdinalIgnoreCase);

    // Type and method, as the metadata of the functions name them.
    private static MethodInfo MethodOf(string entryPoint)
    {
        var dot = entryPoint.LastIndexOf('.');
        return typeof(AccessMiddleware).Assembly.GetType(entryPoint[..dot])?.GetMethod(entryPoint[(dot + 1)..])
            ?? throw new InvalidOperationException($"There is no function {entryPoint}.");
    }
}
