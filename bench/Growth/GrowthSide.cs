using Postern.Bench.EndToEnd;

namespace Postern.Bench.Growth;

/// <summary>One side of a comparison.</summary>
/// <param name="Place">The app and its storage.</param>
/// <param name="Per">What its figures are divided by beside the mails: deliveries.</param>
/// <param name="Letters">Writes mails.</param>
/// <param name="Deliveries">How many notifications each makes.</param>
internal sealed record GrowthSide(Place Place, int Per, Func<int, IReadOnlyList<Letter>> Letters, int Deliveries = 0)
{
    /// <summary>Most mails in a round, where they are large or few are allowed.</summary>
    public int Most { get; init; } = int.MaxValue;

    public async Task<(double Milliseconds, double Calls)> RunAsync(int mails)
    {
        var letters = Letters(Math.Min(mails, Most));
        var block = await Place.RunAsync(new Scenario(Way.Queue, Deliveries), letters);
        return (block.AppMilliseconds / Per, block.Calls.Own / (double)block.Mails / Per);
    }
}
