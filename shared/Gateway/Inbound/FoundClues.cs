using Postern.Contracts;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Gateway.Inbound;

/// <summary>Clues with the threads that they name, by partition.</summary>
public sealed record FoundClues(List<Clue> Clues, Dictionary<string, ThreadSnapshot> Threads)
{
    /// <summary>The loaded thread that a tag names; null when none of them is it.</summary>
    public ThreadKey? ThreadOf(ReplyTag tag) =>
        Threads.Values.FirstOrDefault(thread => thread.Head.Token == tag.Token)?.Head.Key;
}
