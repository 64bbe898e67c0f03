using Azure.Storage.Queues;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Queues;

/// <summary>The queue of a function.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Poison">Its poison queue; <c>null</c> if it has none (<see cref="PoisonQueue.NameFor"/>).</param>
/// <param name="Settings">How it is read.</param>
/// <param name="Lease">How long a message stays invisible before it has to be renewed.</param>
internal sealed record QueueSource(QueueClient Queue, QueueClient? Poison, QueueSettings Settings, TimeSpan Lease);
