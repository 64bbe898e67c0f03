using MimeKit;
using Postern.Contracts.Http;

namespace Postern.Tests.Vectors;

/// <summary>A mail and its configuration as Odoo 17 compares them: letter by letter, in lower case.</summary>
internal sealed record PlainMail
{
    /// <summary>The address in the From; null when there is not exactly one.</summary>
    public string? Author { get; init; }

    /// <summary>The display name in the From; null when there is none.</summary>
    public string? Name { get; init; }

    /// <summary>The From as it was given.</summary>
    public string From { get; init; } = "";

    public IReadOnlyList<OutgoingServer> Servers { get; init; } = [];

    public string? DefaultFilter { get; init; }

    public string? Notification { get; init; }

    public string? Bounce { get; init; }

    /// <summary>Whether a return path was given that holds no address.</summary>
    public bool UnusableBounce { get; init; }

    public string? Explicit { get; init; }

    /// <summary>Whether a rule says that this mail is not sent.</summary>
    public bool Refused { get; init; }

    public OutgoingServer? ExplicitServer => Servers.FirstOrDefault(server => server.Id == Explicit);

    public static PlainMail Of(SelectServerInput input)
    {
        var request = input.Request;
        var one =
            MailboxAddress.TryParse(request.From ?? "", out var mailbox)
            && mailbox.Address.IndexOf('@', StringComparison.Ordinal) > 0;
        return new PlainMail
        {
            Author = one ? PlainOdoo.AsWritten(mailbox!, request.From!) : null,
            Name = one && mailbox!.Name is { Length: > 0 } name ? name : null,
            From = request.From ?? "",
            Servers = [.. request.Servers.OrderBy(server => server.Priority).ThenBy(server => server.Created)],
            DefaultFilter = request.DefaultFromFilter ?? request.DefaultServer?.FromFilter,
            Notification = request.NotificationAddress,
            Bounce = input.BounceAddress?.Address,
            UnusableBounce = input is { Bounce: not null, BounceAddress: null },
            Explicit = request.ExplicitServer,
        };
    }
}
