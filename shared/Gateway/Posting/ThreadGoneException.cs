using Postern.Contracts;

namespace Postern.Gateway.Posting;

/// <summary>A thread, or the message that is being put on it, was deleted while a plan for it was carried out.</summary>
internal sealed class ThreadGoneException(ThreadKey thread) : Exception($"Thread {thread} is gone.") { }
