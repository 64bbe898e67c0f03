namespace Postern.Core.Threads;

/// <summary>What a program calls its message, so that it finds it again on deliveries and in events.</summary>
/// <param name="Id">The program's own id of the message.</param>
/// <param name="Metadata">The program's own data about it, if any.</param>
public sealed record ProgramMark(string Id, IReadOnlyDictionary<string, string>? Metadata)
{
    /// <summary>The mark of a message on a thread; null when no program made it.</summary>
    public static ProgramMark? Of(ThreadMessage message) =>
        message.Id is { } id ? new ProgramMark(id, message.Metadata) : null;
}

/// <summary>The program's message that a mail answers.</summary>
/// <param name="Program">What the program calls it.</param>
/// <param name="Message">Its key.</param>
public sealed record AnsweredPost(ProgramMark Program, string Message)
{
    /// <summary>The answered message; null when nothing is answered, or what is answered is no program's.</summary>
    public static AnsweredPost? Of(ThreadMessage? parent) =>
        parent is not null && ProgramMark.Of(parent) is { } mark ? new AnsweredPost(mark, parent.Key) : null;
}
