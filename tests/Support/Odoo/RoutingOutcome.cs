namespace Postern.Tests.Support.Odoo;

/// <summary>The outcome of a mail, as far as Odoo and Postern can be compared.</summary>
/// <param name="Kind">The set's word for it; several in order, joined by <c>+</c>.</param>
/// <param name="Targets">Records that it went to: <c>model:key</c>, or <c>model:new</c>.</param>
/// <param name="Notices">Addresses that received a notice.</param>
/// <param name="Notified">Addresses that were notified of the message by e-mail.</param>
public sealed record RoutingOutcome(string Kind, string Targets, string Notices, string Notified)
{
    public static RoutingOutcome Of(
        IEnumerable<string> kinds,
        IEnumerable<string> targets,
        IEnumerable<string> notices,
        IEnumerable<string> notified
    ) => new(Join(kinds.Distinct(), '+'), Join(targets, ' '), Join(notices, ' '), Join(notified, ' '));

    private static string Join(IEnumerable<string> parts, char separator) =>
        string.Join(separator, parts.Order(StringComparer.Ordinal));
}
