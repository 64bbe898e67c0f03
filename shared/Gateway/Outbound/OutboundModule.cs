using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Posting;

namespace Postern.Gateway.Outbound;

/// <summary>Deliveries on their way out.</summary>
internal static class OutboundModule
{
    public static IServiceCollection AddOutbound(this IServiceCollection services)
    {
        services.AddSingleton<AddressJudge>();
        services.AddSingleton<AttemptRecorder>();
        services.AddSingleton<BatchSender>();
        services.AddSingleton<DeliveryFailures>();
        services.AddSingleton<DeliveryLeases>();
        services.AddSingleton<DeliveryNews>();
        services.AddSingleton<DeliveryOutcomes>();
        services.AddSingleton<ExpiryWarnings>();
        services.AddSingleton<FollowerNotes>();
        services.AddSingleton<HeldMail>();
        services.AddSingleton<IInlineDelivery, InlineDelivery>();
        services.AddSingleton<KeptBackMail>();
        services.AddSingleton<MailDispatcher>();
        services.AddSingleton<MailDrafts>();
        services.AddSingleton<MailSigner>();
        services.AddSingleton<MailSubmission>();
        services.AddSingleton<OutboundDecider>();
        services.AddSingleton<OutboundExplanations>();
        services.AddSingleton<OutboundProcessor>();
        services.AddSingleton<OutboundSource>();
        services.AddSingleton<UnsentMail>();
        services.AddSingleton<WaitingMail>();
        return services;
    }
}
