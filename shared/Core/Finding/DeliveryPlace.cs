using System.Globalization;
using Postern.Contracts;
using Postern.Core.Threads;

namespace Postern.Core.Finding;

/// <summary>The place at which the list of deliveries of all threads goes on.</summary>
/// <param name="Row">The thread and the day, without its subject.</param>
/// <param name="Message">Key of the message of the last delivery; empty when nothing is left of the thread.</param>
/// <param name="Recipient">Key of the recipient of the last delivery.</param>
public sealed record DeliveryPlace(RecentThread Row, string Message, string Recipient)
{
    // No key of a table holds it.
    private const char Separator = '\n';
    private const string Format = "yyyy-MM-dd";

    /// <summary>The place after a delivery.</summary>
    public static DeliveryPlace At(RecentThread row, FoundDelivery delivery) =>
        new(row with { Subject = "" }, delivery.Message, DeliveryId.Read(delivery.Delivery)!.Recipient);

    /// <summary>The place after a thread.</summary>
    public static DeliveryPlace After(RecentThread row) => new(row with { Subject = "" }, "", "");

    /// <summary>Parses the result of <see cref="ToString"/>; null when it is not well-formed.</summary>
    public static DeliveryPlace? Read(string text) =>
        text.Split(Separator) is [var day, var thread, var message, var recipient]
        && DateOnly.TryParseExact(day, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && ThreadKey.TryParse(thread, out var key)
            ? new DeliveryPlace(new RecentThread(date, key, ""), message, recipient)
            : null;

    public override string ToString() =>
        string.Join(
            Separator,
            Row.Day.ToString(Format, CultureInfo.InvariantCulture),
            Row.Thread.Partition,
            Message,
            Recipient
        );
}
