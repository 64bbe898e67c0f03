using Postern.Core.Addresses;
using Postern.Core.Selection;

namespace Postern.Tests.Vectors;

/// <summary>The three ways in which Odoo was asked.</summary>
public enum SendingPath
{
    /// <summary>The selection alone: server and address to send as.</summary>
    Find,

    /// <summary>Built and sent at once.</summary>
    Direct,

    /// <summary>Sent from the mail queue.</summary>
    Mail,
}

/// <summary>The input of one decision.</summary>
internal sealed record SelectServerInput(ServerRequest Request, string? Bounce)
{
    public EmailAddress? BounceAddress => EmailAddress.TryParse(Bounce, out var address) ? address : null;
}

/// <summary>The outcome, in canonical spelling; the selection alone has no envelope and no name in its From.</summary>
internal sealed record SelectServerOutcome(string Server, string From, string? Envelope)
{
    public static SelectServerOutcome Refused { get; } = new("none", "", "");

    /// <summary>What Postern does.</summary>
    public static SelectServerOutcome Of(SelectServerInput input, SendingPath path)
    {
        var choice = ServerSelector.Select(input.Request);
        if (choice.Server is null)
            return path == SendingPath.Find ? new SelectServerOutcome("none", "", null) : Refused;
        if (path == SendingPath.Find)
            return new SelectServerOutcome(choice.Server.Id, choice.HeaderFrom!.Address, null);
        var envelope = EnvelopeSender.For(choice.Server, choice.HeaderFrom!, input.BounceAddress);
        return new SelectServerOutcome(choice.Server.Id, choice.HeaderFrom!.ToString(), envelope.Address);
    }
}
