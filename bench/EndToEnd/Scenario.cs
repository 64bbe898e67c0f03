namespace Postern.Bench.EndToEnd;

/// <summary>What a mail becomes.</summary>
/// <param name="Way">How it comes in.</param>
/// <param name="Deliveries">Notifications of a reply; 0 = the mail makes a new record, and nobody is notified.</param>
internal sealed record Scenario(Way Way, int Deliveries)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [new(Way.Http, 0), new(Way.Queue, 0), new(Way.Http, 3), new(Way.Queue, 3)];

    public string Name =>
        (Deliveries == 0 ? "new record" : $"reply, {Deliveries} {(Deliveries == 1 ? "delivery" : "deliveries")}")
        + (Way == Way.Http ? ", HTTP" : ", queue");
}
