using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Inbound;

/// <summary>Mail on its way in, from acceptance to its thread.</summary>
internal static class InboundModule
{
    public static IServiceCollection AddInbound(this IServiceCollection services)
    {
        services.AddSingleton<AliasHealth>();
        services.AddSingleton<AnsweredLoader>();
        services.AddSingleton<BounceFactsLoader>();
        services.AddSingleton<SenderVerifier>();
        services.AddSingleton<BounceProcessor>();
        services.AddSingleton<ClueFinder>();
        services.AddSingleton<FailedMail>();
        services.AddSingleton<InboundDecider>();
        services.AddSingleton<InboundExplainer>();
        services.AddSingleton<InboundProcessor>();
        services.AddSingleton<InboundRecorder>();
        services.AddSingleton<InboundSource>();
        services.AddSingleton<MailAttention>();
        services.AddSingleton<MailClaims>();
        services.AddSingleton<MailIntake>();
        services.AddSingleton<MailLeases>();
        services.AddSingleton<MailReplayer>();
        services.AddSingleton<RoutingFactsLoader>();
        services.AddSingleton<SenderFactsLoader>();
        services.AddSingleton<SenderMemory>();
        return services;
    }
}
