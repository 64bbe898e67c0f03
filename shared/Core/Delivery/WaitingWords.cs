namespace Postern.Core.Delivery;

/// <summary>Numbers of waiting deliveries in sentences for administrators.</summary>
internal static class WaitingWords
{
    /// <param name="count">How many.</param>
    /// <param name="more">Whether there may be more.</param>
    /// <param name="one">What a single one does.</param>
    /// <param name="several">What several do.</param>
    public static string Of(int count, bool more, string one, string several) =>
        count == 1 && !more ? $"1 delivery {one}" : $"{(more ? "more than " : "")}{count} deliveries {several}";
}
