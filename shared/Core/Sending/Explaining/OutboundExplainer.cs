using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Selection;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Core.Sending.Explaining;

/// <summary>
/// Explains how a hypothetical mail would be sent, by the same decisions as for a real one. Nothing is stored or sent.
/// </summary>
public static class OutboundExplainer
{
    /// <summary>What is wrong with a question; null when it is valid.</summary>
    public static FieldMessage? Problem(OutboundQuestion question, GatewayConfiguration configuration)
    {
        if (!EmailAddress.TryParse(question.To, out _))
            return new("to", $"'{question.To}' is not one e-mail address");
        if (question.AliasDomain is { } name && configuration.FindAliasDomain(name) is null)
            return new("aliasDomain", $"There is no alias domain '{name}'");
        return null;
    }

    /// <param name="question">A question without a <see cref="Problem"/>.</param>
    /// <param name="contactInternal">Whether the author's contact is internal.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="keys">Keys for the example tags.</param>
    /// <param name="now">The current time.</param>
    public static OutboundExplanation Explain(
        OutboundQuestion question,
        bool contactInternal,
        GatewayConfiguration configuration,
        TagKeyRing keys,
        DateTimeOffset now
    )
    {
        var message = MessageOf(question, contactInternal, configuration, now);
        var delivery = new MessageDelivery
        {
            Message = message.Key,
            Recipient = EmailAddress.Parse(question.To).Address,
            Bulk = question.Bulk,
        };
        var choice = ServerSelector.Select(ServerRequests.For(message, delivery, configuration));
        var decision = OutboundPlanner.Choose(message, delivery, configuration, keys);
        var send = decision as OutboundDecision.Send;
        return new OutboundExplanation
        {
            Server = send?.Servers[0].Id,
            From = send?.From.ToString(),
            Encapsulated = choice.Encapsulated,
            ReplyTo = send?.ReplyTo,
            Refusal = choice.Refusal,
            Mode = configuration.DrainsAt(now) ? MailDrain.Mode : configuration.Parameters[ParameterRules.Mode],
            Held = HeldBecause(delivery.Recipient, configuration, now),
            RedirectedTo = send?.RedirectedTo?.Address,
            Warning = choice.Warning,
            Routes = send is null ? [] : [.. send.Servers.Select(server => RouteOf(server, send))],
            Trace = choice.Trace,
        };
    }

    private static string? HeldBecause(string recipient, GatewayConfiguration configuration, DateTimeOffset now) =>
        configuration.DrainsAt(now) ? MailDrain.Waits : MailModeRules.HeldBecause(configuration, recipient);

    private static OutboundRoute RouteOf(OutgoingServer server, OutboundDecision.Send send)
    {
        var envelope = EnvelopeSender.For(server, send.From, send.Bounce);
        var alignment = DmarcAlignmentRule.Of(send.From, envelope);
        return new OutboundRoute(server.Id, server.Name, envelope.Address, envelope.Text, alignment);
    }

    private static ThreadMessage MessageOf(
        OutboundQuestion question,
        bool contactInternal,
        GatewayConfiguration configuration,
        DateTimeOffset now
    )
    {
        var exampleToken = Hash.Of(ThreadToken.Length, nameof(OutboundExplainer));
        var exampleId = Hash.Of(MessageKey.IdLength, nameof(OutboundExplainer));
        var thread = new ThreadHead
        {
            Model = ThreadKey.OutboundModel,
            Id = exampleToken,
            Token = exampleToken,
            Subject = "",
            AliasDomain = DomainOf(question, configuration)?.Id,
            Created = now,
        };
        return new ThreadMessage
        {
            Key = MessageKey.Create(now, exampleId).Value,
            Thread = thread,
            Time = now,
            Author = AuthorOf(question, question.AuthorInternal ?? contactInternal),
            MessageId = exampleToken,
            Outgoing = question.Server is { } server
                ? new OutgoingHeaders { From = question.From, Server = server }
                : null,
        };
    }

    private static MessageAuthor AuthorOf(OutboundQuestion question, bool isInternal) =>
        EmailAddress.TryParse(question.From, out var from)
            ? new MessageAuthor(from.Address, from.Name, isInternal)
            : new MessageAuthor("", question.From, isInternal);

    // Null means the default one, as on every thread.
    private static AliasDomain? DomainOf(OutboundQuestion question, GatewayConfiguration configuration)
    {
        if (question.AliasDomain is { } name)
            return configuration.FindAliasDomain(name);
        var domain = EmailAddress.TryParse(question.From, out var from) ? from.Domain : null;
        return configuration.AliasDomains.FirstOrDefault(own => own.Name == domain);
    }
}
