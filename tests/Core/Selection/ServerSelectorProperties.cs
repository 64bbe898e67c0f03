using FsCheck.Xunit;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Selection;
using Postern.Core.Servers;
using Postern.Tests.Vectors;

namespace Postern.Tests.Selection;

[Properties(Arbitrary = [typeof(ServerRequests)], MaxTest = 1000)]
public sealed class ServerSelectorProperties
{
    [Property]
    internal bool There_is_a_server_with_a_From_or_a_refusal(ServerRequest request)
    {
        var choice = ServerSelector.Select(request);

        return choice.Server is not null == (choice.HeaderFrom is not null)
            && choice.Server is null == (choice.Refusal is not null);
    }

    [Property]
    internal bool The_same_request_has_the_same_answer(ServerRequest request) =>
        Shown(ServerSelector.Select(request)) == Shown(ServerSelector.Select(request with { }));

    [Property]
    internal bool The_order_of_the_list_does_not_matter(ServerRequest request) =>
        Answers(request, servers => servers.Reverse())
        && Answers(request, servers => servers.OrderBy(server => server.FromFilter, StringComparer.Ordinal));

    // The last step of the page (P24) chooses the first server regardless of its filter, with a warning.
    [Property]
    internal bool A_server_whose_filter_excludes_the_From_is_only_the_last_resort(ServerRequest request)
    {
        var choice = ServerSelector.Select(request);
        if (choice.Server is null || FromFilter.Parse(choice.Server.FromFilter).Allows(choice.HeaderFrom!))
            return choice.Warning is null;
        return choice.Warning is not null
            && choice.Trace.Single(reason => reason.Hit).Step == SelectionStep.FirstByPriority;
    }

    [Property]
    internal bool A_named_server_never_speaks_for_a_From_that_its_filter_excludes(ServerRequest request)
    {
        var choice = ServerSelector.Select(request with { ExplicitServer = "s0" });

        return choice.Server is null
            || (choice.Server.Id == "s0" && FromFilter.Parse(choice.Server.FromFilter).Allows(choice.HeaderFrom!));
    }

    [Property]
    internal bool An_encapsulated_From_holds_nothing_of_the_authors_address(ServerRequest request)
    {
        var choice = ServerSelector.Select(request);
        if (!choice.Encapsulated)
            return true;
        var author = SenderIdentity.Read(request.From).Address?.Address;
        var name = choice.HeaderFrom!.Name ?? "";
        return choice.HeaderFrom.Address == EmailAddress.Canonical(request.NotificationAddress!)
            && (author is null || !name.Contains(author, StringComparison.OrdinalIgnoreCase))
            && !name.Contains("mary@customer.example", StringComparison.OrdinalIgnoreCase)
            && !name.Contains("u@bücher.example", StringComparison.OrdinalIgnoreCase);
    }

    [Property]
    internal bool A_From_is_the_authors_own_or_the_notification_address(ServerRequest request)
    {
        var choice = ServerSelector.Select(request);
        if (choice.HeaderFrom is not { } from)
            return true;
        return choice.Encapsulated
            ? from.Address == EmailAddress.Canonical(request.NotificationAddress!)
            : from == SenderIdentity.Read(request.From).Address;
    }

    [Property]
    internal bool Every_server_is_accounted_for_and_one_line_chose(ServerRequest request)
    {
        var choice = ServerSelector.Select(request);
        if (choice.Server is null)
            return !choice.Trace.Any(reason => reason.Hit);
        var hit = choice.Trace.Single(reason => reason.Hit);
        var told = choice.Trace.Select(reason => reason.ServerId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return hit.ServerId == choice.Server.Id
            && request.Servers.All(server => told.Contains(server.Id))
            && choice.Trace.All(reason => reason.Text.Length > 0);
    }

    [Property]
    internal bool Only_what_takes_part_is_chosen(ServerRequest request)
    {
        var choice = ServerSelector.Select(request);
        var active = request.Servers.Any(server => server.Active);
        return new[] { choice.Server }
            .Concat(choice.Failover)
            .OfType<OutgoingServer>()
            .All(server => server.Active && (server.Id == "default") == !active);
    }

    [Property]
    internal bool Failover_goes_to_other_servers_that_may_use_the_same_From(ServerRequest request)
    {
        var choice = ServerSelector.Select(request);
        return choice.Failover.All(other =>
                other.Id != choice.Server!.Id && FromFilter.Parse(other.FromFilter).Allows(choice.HeaderFrom!)
            )
            && choice.Failover.Select(other => other.Id).Distinct().Count() == choice.Failover.Length;
    }

    [Property]
    internal bool The_envelope_is_one_that_the_filter_allows_or_the_From(ServerRequest request)
    {
        var choice = ServerSelector.Select(request);
        if (choice.Server is null)
            return true;
        var envelope = EnvelopeSender.For(choice.Server, choice.HeaderFrom!, EmailAddress.Parse(SelectionTable.Bounce));
        return envelope.Address == choice.HeaderFrom!.Address
            || FromFilter.Parse(choice.Server.FromFilter).Allows(EmailAddress.Parse(envelope.Address));
    }

    [Property(MaxTest = 5000)]
    internal bool Under_odoo_the_rules_of_deviation_say_what_comes_out(ServerRequest request)
    {
        if (!OdooCanAnswer(request))
            return true;
        var odoo = request with { Order = SelectionOrder.Odoo, Bulk = false };
        var input = new SelectServerInput(odoo, SelectionTable.Bounce);
        return SelectServerDeviations.For(input, SendingPath.Direct).Outcome
            == SelectServerOutcome.Of(input, SendingPath.Direct);
    }

    private static bool OdooCanAnswer(ServerRequest request) =>
        request is { NotificationAddress: not "nonsense", ExplicitServer: not "default", DefaultServer: not null }
        && ServerRequests.Froms.Contains(request.From);

    private static bool Answers(
        ServerRequest request,
        Func<IEnumerable<OutgoingServer>, IEnumerable<OutgoingServer>> rearranged
    ) =>
        Shown(ServerSelector.Select(request))
        == Shown(ServerSelector.Select(request with { Servers = [.. rearranged(request.Servers)] }));

    private static string Shown(ServerChoice choice)
    {
        IEnumerable<string?> lines = [choice.Server?.Id, choice.HeaderFrom?.ToString(), choice.Refusal, choice.Warning];
        return string.Join(
            '\n',
            lines
                .Concat(choice.Failover.Select(server => server.Id))
                .Concat(choice.Trace.Select(reason => reason.ToString()))
        );
    }
}
