namespace Postern.Bench.Cost;

/// <summary>Runs of a function, each function with instances of its own.</summary>
/// <param name="Function">Its name.</param>
/// <param name="EachMail">Runs a mail.</param>
/// <param name="Seconds">How long a run takes.</param>
/// <param name="IsQueued">Whether a queue starts it, which its host polls; else HTTP does.</param>
internal sealed record FunctionRuns(string Function, double EachMail, double Seconds, bool IsQueued);
