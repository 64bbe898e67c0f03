using Postern.Contracts;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Gateway.Inbound;

/// <summary>Clues with the threads that they name, by partition.</summary>
public sealed record FoundClues(List<Clue> Clues, Dictionary<string, ThreadSnapshot> Threads)
{
    /// <summary>The latest messages of the threads that were read with them, newest first, by partition.</summary>
    public Dictionary<string, IReadOnlyList<ThreadMessage>> Latest { get; } = [];

    /// <summary>The loaded thread that a tag names; null when none of them is it.</summary>
    public ThreadKey? ThreadOf(ReplyTag tag) =>
        Threads.Values.FirstOrDefault(thread => thread.Head.Token == tag.Token)?.Head.Key;

    /// <summary>Decides which of several mails a Message-Id means, where the people of the answer tell.</summary>
    public void DecideReused(IncomingMail mail)
    {
        for (var i = 0; i < Clues.Count; i++)
        {
            if (Clues[i].Candidates.Count > 0)
                Clues[i] = ReusedIds.Decide(Clues[i], mail, Threads);
        }
    }
}
