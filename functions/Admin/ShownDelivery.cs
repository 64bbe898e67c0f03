using System.Text.Json.Nodes;
using Postern.Core.Threads;
using Postern.Functions.Http;

namespace Postern.Functions.Admin;

/// <summary>A delivery as answers show it.</summary>
internal static class ShownDelivery
{
    /// <summary>With its id, which the routes that change it take.</summary>
    public static JsonObject Of(MessageDelivery delivery) =>
        Shown.With(delivery, ("id", DeliveryId.Of(delivery).ToString()));
}
