namespace Postern.Tests.Support.Fuzzing;

/// <summary>Makes the input of a finding shorter for as long as the finding stays the same.</summary>
internal static class FuzzMinimiser
{
    // What takes long is not tried as often.
    private const int MostTrials = 3000;
    private const int MostCostlyTrials = 40;

    /// <summary>Removes pieces, large ones first.</summary>
    public static byte[] Shorten(FuzzTarget target, byte[] input, string kind)
    {
        var trials = kind is "time" or "memory" ? MostCostlyTrials : MostTrials;
        for (var size = Math.Max(input.Length / 2, 1); size > 0; size /= 2)
        {
            for (var at = 0; at < input.Length && trials > 0; )
            {
                byte[] shorter = [.. input[..at], .. input[Math.Min(at + size, input.Length)..]];
                trials--;
                if (FuzzTrial.Of(target, shorter).Kind == kind)
                    input = shorter;
                else
                    at += size;
            }
        }
        return input;
    }
}
