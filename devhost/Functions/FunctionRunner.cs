using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Postern.DevHost.Functions;

/// <summary>Runs functions. Each run gets a new scope and a new instance of the function's class.</summary>
internal sealed partial class FunctionRunner(
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<FunctionRunner> logger
)
{
    /// <summary>Runs the function to its end; false if it was cancelled or threw. The exception is logged.</summary>
    public async Task<bool> TryRunAsync(TriggeredFunction function, Func<ParameterInfo, object?> argument)
    {
        try
        {
            await RunAsync(function, argument);
            return true;
        }
        catch (OperationCanceledException)
        {
            LogCancelled(function.Name);
            return false;
        }
        catch (Exception failure)
        {
            LogFailed(failure, function.Name);
            return false;
        }
    }

    /// <summary>Runs the function to its end. The caller handles its exceptions.</summary>
    /// <returns>The result of a <c>Task&lt;T&gt;</c>, <c>null</c> for a <c>Task</c>.</returns>
    public async Task<object?> RunAsync(TriggeredFunction function, Func<ParameterInfo, object?> argument)
    {
        var started = time.GetTimestamp();
        var result = await InvokeAsync(function.Method, argument);
        var duration = time.GetElapsedTime(started);
        LogSucceeded(function.Name, duration);
        return result;
    }

    private async Task<object?> InvokeAsync(MethodInfo method, Func<ParameterInfo, object?> argument)
    {
        await using var scope = scopes.CreateAsyncScope();
        var instance = ActivatorUtilities.CreateInstance(scope.ServiceProvider, method.DeclaringType!);
        try
        {
            object?[] arguments = [.. method.GetParameters().Select(argument)];
            var task = (Task)method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
            await task;
            return ResultOf(task, method.ReturnType);
        }
        finally
        {
            await DisposeAsync(instance);
        }
    }

    private static object? ResultOf(Task task, Type declared) =>
        declared.IsGenericType ? declared.GetProperty(nameof(Task<object>.Result))!.GetValue(task) : null;

    private static async ValueTask DisposeAsync(object instance)
    {
        if (instance is IAsyncDisposable later)
        {
            await later.DisposeAsync();
        }
        else
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Function} succeeded after {Duration}")]
    private partial void LogSucceeded(string function, TimeSpan duration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Function} was cancelled")]
    private partial void LogCancelled(string function);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Function} failed")]
    private partial void LogFailed(Exception failure, string function);
}
