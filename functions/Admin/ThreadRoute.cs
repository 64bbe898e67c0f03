using Postern.Contracts;
using Postern.Functions.Http;

namespace Postern.Functions.Admin;

/// <summary>The thread that a route names.</summary>
internal static class ThreadRoute
{
    /// <summary>Its key, or null when there can be no such thread.</summary>
    public static ThreadKey? Key(string model, string id) =>
        new ThreadKey(Query.Segment(model), Query.Segment(id)) is var key
        && ThreadKey.IsPart(key.Model)
        && ThreadKey.IsPart(key.Id)
            ? key
            : null;
}
