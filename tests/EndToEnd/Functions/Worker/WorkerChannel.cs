using System.Collections.Concurrent;
using Grpc.Core;

namespace Postern.Tests.Functions.Worker;

/// <summary>The stream between the host and its one worker: what is asked, and the answers to it.</summary>
internal sealed class WorkerChannel : FunctionRpc.FunctionRpcBase, IDisposable
{
    private readonly TaskCompletionSource<IServerStreamWriter<StreamingMessage>> _started = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = new();
    private readonly SemaphoreSlim _writing = new(1);

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream,
        IServerStreamWriter<StreamingMessage> responseStream,
        ServerCallContext context
    )
    {
        await foreach (var message in requestStream.ReadAllAsync())
        {
            if (message.StartStream is not null)
                _started.TrySetResult(responseStream);
            // A line of its log bears the id of the invocation that wrote it.
            else if (
                message.ContentCase != StreamingMessage.ContentOneofCase.None
                && _asked.TryRemove(KeyOf(message), out var asked)
            )
                asked.TrySetResult(message);
        }
    }

    /// <summary>Asks the worker, once it is there, and waits for its answer.</summary>
    public async Task<StreamingMessage> AskAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var answer = _asked.GetOrAdd(KeyOf(message), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        var stream = await _started.Task.WaitAsync(Postern.Tests.Support.Eventually.Deadline);
        await _writing.WaitAsync();
        try
        {
            await stream.WriteAsync(message);
        }
        finally
        {
            _writing.Release();
        }
        return await answer.Task.WaitAsync(Postern.Tests.Support.Eventually.Deadline);
    }

    public void Dispose() => _writing.Dispose();

    // A worker answers an invocation under a request id of its own.
    private static string KeyOf(StreamingMessage message) =>
        message.InvocationRequest?.InvocationId ?? message.InvocationResponse?.InvocationId ?? message.RequestId;
}
