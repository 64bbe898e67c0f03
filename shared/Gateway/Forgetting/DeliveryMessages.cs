using System.Text.Json;
using Postern.Core.Requests;
using Postern.Core.Threads;

namespace Postern.Gateway.Forgetting;

/// <summary>Reads which thread the gateway's own messages about deliveries name.</summary>
internal static class DeliveryMessages
{
    /// <summary>Partition of the thread and key of the message; null when it is about something else.</summary>
    public static (string Thread, string Key)? MessageOf(string message)
    {
        try
        {
            if (ContractReader.HasMember(message, "batch"))
            {
                var (batch, _) = ContractReader.Read<DeliveryBatchItem>(message, DeliveryBatchItem.BatchVersion);
                return batch is null ? null : (batch.Batch.Thread, batch.Batch.Message);
            }
            if (!ContractReader.HasMember(message, "delivery"))
                return null;
            var (item, _) = ContractReader.Read<DeliveryItem>(message);
            return item is null ? null : (item.Delivery.Thread, item.Delivery.Message);
        }
        catch (Exception e) when (e is JsonException or UnknownContractVersionException)
        {
            return null;
        }
    }
}
