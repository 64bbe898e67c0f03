using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Functions;
using Postern.Functions.Http;
using Postern.Gateway.Callers;

namespace Postern.DevHost.Http;

/// <summary>
/// Runs a function for a request and writes its result. It does what the middleware of the worker does, which it does not
/// run.
/// </summary>
internal sealed partial class HttpFunctionHandler(
    MasterKey master,
    AccessGuard guard,
    CurrentCaller callers,
    FunctionRunner runner,
    IHostApplicationLifetime lifetime,
    ILogger<HttpFunctionHandler> logger
)
{
    public async Task HandleAsync(HttpFunction function, HttpContext context)
    {
        if (function.Level == AuthorizationLevel.Admin && !master.IsIn(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await RunAsync(function, context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientGone(function.Name);
        }
        catch (Exception failure)
        {
            LogFailed(failure, function.Name);
            Fail(context);
        }
    }

    private async Task RunAsync(HttpFunction function, HttpContext context)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping
        );
        var access = await guard.CheckAsync(function.Method, context);
        using var working = callers.Enter(access.Caller);
        var answer =
            access.Refused
            ?? KnownQuery.Refuse(context.Request)
            ?? await runner.RunAsync(function, parameter => Argument(parameter, context, cancelled.Token));
        if (answer is IActionResult result)
        {
            var action = new ActionContext(context, context.GetRouteData(), new ActionDescriptor());
            await result.ExecuteResultAsync(action);
        }
    }

    private static object? Argument(ParameterInfo parameter, HttpContext context, CancellationToken cancelled)
    {
        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return cancelled;
        }

        return parameter.ParameterType == typeof(HttpRequest)
            ? context.Request
            : context.GetRouteValue(parameter.Name!)?.ToString();
    }

    // A response that has begun is aborted, so that the client does not mistake it for a complete one.
    private static void Fail(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The client of {Function} has closed the connection")]
    private partial void LogClientGone(string function);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed")]
    private partial void LogFailed(Exception failure, string function);
}
