using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Trying;

/// <summary>Test mails.</summary>
internal static class TryingModule
{
    public static IServiceCollection AddTrying(this IServiceCollection services) => services.AddSingleton<AliasTrial>();
}
