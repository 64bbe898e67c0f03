using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Threads;
using Postern.Tests.Composing;
using Postern.Tests.Support;

namespace Postern.Tests.Sending;

/// <summary>An agent's comment on a ticket, its delivery to the customer, and the configuration that sends it.</summary>
internal static class SentMail
{
    public const string Anna = "anna@mycompany.example";
    public const string Carl = "carl@customer.example";

    public static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static ThreadMessage Comment { get; } =
        Drafts.Of().Message with
        {
            Author = new MessageAuthor(Anna, "Anna Agent", Internal: true),
        };

    public static MessageDelivery ToCarl { get; } = Drafts.Of().Delivery;

    public static AliasDomain Main { get; } =
        new()
        {
            Id = "main",
            Name = "mycompany.example",
            IsDefault = true,
        };

    public static AliasDomain Branch { get; } = new() { Id = "branch", Name = "branch.example" };

    public static OutgoingServer Server(string id, string? filter = null, int priority = 10) =>
        new()
        {
            Id = id,
            Name = $"Server {id}",
            Host = "smtp.example",
            FromFilter = filter,
            Priority = priority,
        };

    /// <summary>Both alias domains, and these servers.</summary>
    public static GatewayConfiguration Through(params OutgoingServer[] servers) =>
        Configurations.Of([Main, Branch], outgoing: servers);

    public static GatewayConfiguration With(this GatewayConfiguration configuration, string parameter, string value) =>
        configuration with
        {
            Parameters = new GatewayParameters(new Dictionary<string, string> { [parameter] = value }),
        };
}
