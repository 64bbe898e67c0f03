using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Threads;
using Postern.Core.Threads.Planning;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>Loads what the plan of a program's post depends on.</summary>
public sealed class PostFactsLoader(
    GatewayConfigurationSource configuration,
    PeopleStore people,
    ThreadStore threads,
    TagKeys tagKeys,
    TimeProvider time
)
{
    public async Task<PostFacts> LoadAsync(ThreadPost item, ThreadSnapshot? thread, CancellationToken cancellationToken)
    {
        var addresses = item
            .Followers.Concat(item.Recipients)
            .Append(item.Author)
            .Select(text => EmailAddress.Parse(text).Address)
            .Distinct();
        var known = await Task.WhenAll(
            addresses.Select(address => people.ReadRecipientAsync(address, cancellationToken))
        );
        return new PostFacts
        {
            Configuration = await configuration.GetAsync(cancellationToken),
            Keys = await tagKeys.GetAsync(cancellationToken),
            Contacts = known
                .Where(person => person.Contact is not null)
                .ToDictionary(person => person.Address, person => person.Contact!),
            Blacklist = [.. known.Select(person => person.Blacklist).OfType<BlacklistEntry>()],
            Ancestors = thread is null
                ? []
                : await threads.ListMessagesAsync(thread.Head.Key, null, PostPlanner.AncestorLimit, cancellationToken),
            Now = time.GetUtcNow(),
        };
    }
}
