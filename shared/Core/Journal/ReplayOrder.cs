using Postern.Contracts;

namespace Postern.Core.Journal;

/// <summary>A mail's place in a line of replays.</summary>
/// <param name="Number">Which time it is.</param>
/// <param name="Thread">The thread that a person puts it on.</param>
/// <param name="Released">Whether a person let it go: it is not held and not put in quarantine again.</param>
public sealed record ReplayOrder(int Number, ThreadKey? Thread, bool Released = false);
