using System.Text.Json.Nodes;
using Postern.Core.Threads;
using Postern.Functions.Http;

namespace Postern.Functions.Admin;

/// <summary>A delivery as responses show it.</summary>
internal static class ShownDelivery
{
    /// <summary>With its id, for the routes that change it.</summary>
    public static JsonObject Of(MessageDelivery delivery) =>
        Shown.With(delivery, ("id", DeliveryId.Of(delivery).ToString()));
}
