using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Postern.Functions.Http;

/// <summary>
/// Answers requests with unknown members of the query instead of the function. In the worker, since a request that the
/// web server answered itself would leave its invocation waiting.
/// </summary>
internal sealed class KnownQueryMiddleware : IFunctionsWorkerMiddleware
{
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http || KnownQuery.Refuse(http.Request) is not { } refused)
            return next(context);
        context.GetInvocationResult().Value = refused;
        return Task.CompletedTask;
    }
}
