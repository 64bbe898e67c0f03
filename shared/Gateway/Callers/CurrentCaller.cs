using Postern.Core.Access;

namespace Postern.Gateway.Callers;

/// <summary>Whose request is being answered. It is known in all that the request calls, and nowhere else.</summary>
public sealed class CurrentCaller
{
    private readonly AsyncLocal<Caller?> _caller = new();

    /// <summary>Null when the gateway works for nobody.</summary>
    public Caller? Value => _caller.Value;

    /// <summary>Everything that is called until the result is disposed works for this caller.</summary>
    public IDisposable Enter(Caller? caller)
    {
        var before = _caller.Value;
        _caller.Value = caller;
        return new Leaving(() => _caller.Value = before);
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
