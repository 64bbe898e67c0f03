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

/// <summary>Answers how a mail would leave, by the same decision that sends one; nothing is stored or sent.</summary>
public static class OutboundExplainer
{
    /// <summary>What is wrong with a question, or null.</summary>
    public static FieldMessage? Problem(OutboundQuestion question, GatewayConfiguration configuration)
    {
        if (!EmailAddress.TryParse(question.To, out _))
            return new("to", $"'{question.To}' is not one e-mail address");
        return question.AliasDomain is { } named && Named(named, configuration) is null
            ? new("aliasDomain", $"There is no alias domain '{named}'")
            : null;
    }

    /// <param name="question">A question without a <see cref="Problem"/>.</param>
    /// <param name="contactInternal">Whether the author's contact is an internal one.</param>
    /// <param name="configuration">The configuration as it stands.</param>
    /// <param name="keys">Keys for the example tags.</param>
    /// <param name="now">The time.</param>
    public static OutboundExplanation Explain(
        OutboundQuestion question,
        bool contactInternal,
        GatewayConfiguration configuration,
        TagKeyRing keys,
        DateTimeOffset now
    )
    {
        var message = Message(question, question.AuthorInternal ?? contactInternal, configuration, now);
        var delivery = new MessageDelivery
        {
            Message = message.Key,
            Recipient = EmailAddress.Parse(question.To).Address,
            Bulk = question.Bulk,
        };
        var choice = ServerSelector.Select(OutboundPlanner.Request(message, delivery, configuration));
        var decision = OutboundPlanner.Choose(message, delivery, configuration, keys);
        var send = decision as OutboundDecision.Send;
        return new OutboundExplanation
        {
            Server = send?.Servers[0].Id,
            From = send?.From.ToString(),
            Encapsulated = choice.Encapsulated,
            ReplyTo = send?.ReplyTo,
            Refusal = choice.Refusal ?? (decision as OutboundDecision.GiveUp)?.Why,
            Warning = choice.Warning,
            Routes = send is null ? [] : [.. send.Servers.Select(server => Route(server, send))],
            Trace = choice.Trace,
        };
    }

    private static OutboundRoute Route(OutgoingServer server, OutboundDecision.Send send)
    {
        var envelope = EnvelopeSender.For(server, send.From, send.Bounce);
        return new OutboundRoute(
            server.Id,
            server.Name,
            envelope.Address,
            envelope.Text,
            DmarcAlignmentRule.Of(send.From, envelope)
        );
    }

    private static ThreadMessage Message(
        OutboundQuestion question,
        bool authorInternal,
        GatewayConfiguration configuration,
        DateTimeOffset now
    )
    {
        var token = Hash.Of(ThreadToken.Length, nameof(OutboundExplainer));
        var author = EmailAddress.TryParse(question.From, out var from)
            ? new MessageAuthor(from.Address, from.Name, authorInternal)
            : new MessageAuthor("", question.From, authorInternal);
        return new ThreadMessage
        {
            Key = MessageKey.Create(now, Hash.Of(MessageKey.IdLength, nameof(OutboundExplainer))).Value,
            Thread = new ThreadHead
            {
                Model = ThreadKey.OutboundModel,
                Id = token,
                Token = token,
                Subject = "",
                AliasDomain = Domain(question, from, configuration)?.Id,
                Created = now,
            },
            Time = now,
            Author = author,
            MessageId = token,
            Outgoing = question.Server is null
                ? null
                : new OutgoingHeaders { From = question.From, Server = question.Server },
        };
    }

    private static AliasDomain? Domain(
        OutboundQuestion question,
        EmailAddress? from,
        GatewayConfiguration configuration
    ) =>
        question.AliasDomain is { } named
            ? Named(named, configuration)
            : configuration.AliasDomains.FirstOrDefault(domain => domain.Name == from?.Domain)
                ?? configuration.DefaultAliasDomain;

    private static AliasDomain? Named(string name, GatewayConfiguration configuration) =>
        configuration.AliasDomains.FirstOrDefault(domain =>
            domain.Id == name || domain.Name == EmailAddress.CanonicalDomain(name)
        );
}
