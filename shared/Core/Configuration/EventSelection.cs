using Postern.Contracts.Events;

namespace Postern.Core.Configuration;

/// <summary>Which events the parameter <c>mail.events</c> asks for.</summary>
internal static class EventSelection
{
    private const string Prefix = "postern.";

    /// <summary>The types that a value of the parameter asks for; those that do not exist are left out.</summary>
    public static IReadOnlySet<string> Selected(string? value) =>
        value switch
        {
            null or EventTypes.No => new HashSet<string>(),
            EventTypes.Every => EventTypes.All.ToHashSet(),
            _ => Names(value).Select(TypeOf).OfType<string>().ToHashSet(),
        };

    /// <summary>What is wrong with a value of the parameter; null = nothing.</summary>
    public static string? Problem(string value)
    {
        if (value is EventTypes.No or EventTypes.Every)
            return null;
        var names = Names(value);
        if (names.Length == 0)
            return $"must be '{EventTypes.No}', '{EventTypes.Every}' or a comma-separated list of event types";
        return names.FirstOrDefault(name => TypeOf(name) is null) is { } unknown
            ? $"names '{unknown}', which is no event type; there are {string.Join(", ", EventTypes.All)}"
            : null;
    }

    private static string[] Names(string value) =>
        value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // Short names are taken as well: every type begins alike.
    private static string? TypeOf(string name) =>
        EventTypes.All.FirstOrDefault(type => type == name || type[Prefix.Length..] == name);
}
