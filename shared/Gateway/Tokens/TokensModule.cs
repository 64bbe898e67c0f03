using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Tokens;

/// <summary>OAuth 2.0 access tokens for mail servers.</summary>
internal static class TokensModule
{
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddSingleton<OAuthRefresher>();
        services.AddSingleton<OAuthTokenEndpoint>();
        services.AddSingleton<OAuthTokenSource>();
        return services;
    }
}
