using Postern.Contracts.Events;

namespace Postern.Core.Configuration;

/// <summary>Parses the parameter <c>mail.events</c>, which selects the events to publish.</summary>
internal static class EventSelection
{
    private const string Prefix = "postern.";

    /// <summary>The event types that a value of the parameter selects; unknown names are ignored.</summary>
    public static IReadOnlySet<string> Selected(string? value) =>
        value switch
        {
            null or EventTypes.No => new HashSet<string>(),
            EventTypes.Every => EventTypes.All.ToHashSet(),
            _ => Names(value).Select(TypeOf).OfType<string>().ToHashSet(),
        };

    /// <summary>What is wrong with a value of the parameter; null when it is valid.</summary>
    public static string? Problem(string value)
    {
        if (value is EventTypes.No or EventTypes.Every)
            return null;
        var names = Names(value);
        if (names.Length == 0)
            return $"must be '{EventTypes.No}', '{EventTypes.Every}' or a comma-separated list of event types";
        var unknown = names.FirstOrDefault(name => TypeOf(name) is null);
        return unknown is null
            ? null
            : $"names '{unknown}', which is no event type; there are {string.Join(", ", EventTypes.All)}";
    }

    private static string[] Names(string value) =>
        value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // The common prefix may be omitted.
    private static string? TypeOf(string name) =>
        EventTypes.All.FirstOrDefault(type => type == name || type[Prefix.Length..] == name);
}
