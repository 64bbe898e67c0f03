using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Keys and rows of a thread, which is one partition: <c>h</c> head, <c>f:</c> followers, <c>m:</c> messages newest
/// first, <c>d:</c> deliveries by message and recipient, <c>x:</c> failure flags by message and recipient.
/// </summary>
internal static class ThreadRows
{
    public const string Head = "h";
    public const string Followers = "f:";
    public const string Messages = "m:";
    public const string AllDeliveries = "d:";
    public const string Failures = "x:";

    /// <summary>The first row key after all that begin with a prefix, which ends in ':'.</summary>
    public static string After(string prefix) => prefix[..^1] + ';';

    public static string Deliveries(string messageId) => $"{AllDeliveries}{messageId}:";

    public static string Delivery(string messageId, string recipientKey) => Deliveries(messageId) + recipientKey;

    public static string Failure(DeliveryId delivery) => $"{Failures}{delivery.Message}:{delivery.Recipient}";

    public static string Message(string key) => Messages + key;

    public static string Follower(string address) => Followers + TableKeys.Escape(address);

    public static TableEntity Write(ThreadHead head) => TableRow.Write(head.Key.Partition, Head, head);

    public static TableEntity Write(ThreadKey thread, Follower follower) =>
        TableRow.Write(thread.Partition, Follower(follower.Address), follower);

    public static TableEntity Write(ThreadKey thread, ThreadMessage message) =>
        TableRow.Write(thread.Partition, Message(message.Key), message);

    public static TableEntity Write(ThreadKey thread, MessageDelivery delivery)
    {
        var key = Delivery(new MessageKey(delivery.Message).Id, RecipientKey.Of(delivery.Recipient));
        return TableRow.Write(thread.Partition, key, delivery, ("state", delivery.State.ToString()));
    }
}
