using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>
/// What the loop guard counts a route by: the alias or fallback model of a new record, else the thread.
/// </summary>
internal static class LoopKey
{
    public static string Of(Route route, GatewayConfiguration configuration) =>
        route switch
        {
            Route.NewRecord made => AliasAddress.Of(made.Alias, configuration),
            Route.Fallback fallback => OfFallback(fallback.Model),
            Route.ForcedThread forced => new ThreadKey(forced.Alias.Model, forced.Alias.ForcedThread!).Partition,
            Route.MissingThread missing => missing.Thread.Partition,
            Route.Reply reply => reply.Thread.Head.Key.Partition,
            _ => throw new ArgumentOutOfRangeException(nameof(route), route, "No such route."),
        };

    /// <summary>The key of the records that a mailbox creates of its fallback model.</summary>
    public static string OfFallback(string model) => $"fallback:{model}";

    public static bool MakesRecord(Route route) => route is Route.NewRecord or Route.Fallback;

    /// <summary>Model of the record that a route creates; null when it creates none.</summary>
    public static string? ModelOf(Route route) =>
        route switch
        {
            Route.NewRecord made => made.Alias.Model,
            Route.Fallback fallback => fallback.Model,
            _ => null,
        };
}
