using Postern.Bench.EndToEnd;
using Postern.Contracts;

namespace Postern.Bench.Growth;

/// <summary>A thread, and answers to it.</summary>
/// <param name="Key">The thread.</param>
/// <param name="Replies">Writes so many answers of its first follower.</param>
internal sealed record AnsweredThread(ThreadKey Key, Func<int, IReadOnlyList<Letter>> Replies);
