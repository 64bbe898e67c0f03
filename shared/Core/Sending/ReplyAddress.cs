using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Sending;

/// <summary>
/// The Reply-To of a notification (P26): the alias that the record came through, else an alias of its model on its alias
/// domain, else the catchall; always with the tag that names the thread.
/// </summary>
internal static class ReplyAddress
{
    /// <summary>Most characters of a local part (RFC 5321 §4.5.3.1.1).</summary>
    private const int LocalPartLimit = 64;

    /// <summary>The address, or null when there is no alias domain at all.</summary>
    public static string? Of(
        ThreadMessage message,
        string recipient,
        GatewayConfiguration configuration,
        TagKeyRing keys
    )
    {
        var thread = message.Thread;
        if (configuration.AliasDomain(thread.AliasDomain) is not { } domain)
            return null;
        var aliases = configuration.Aliases.Where(alias => alias.Domain == domain.Id).ToList();
        var local =
            aliases.Find(alias => alias.LocalPart == thread.Alias)?.LocalPart
            ?? aliases
                .Where(alias => alias.Model == thread.Model)
                .Select(alias => alias.LocalPart)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
            ?? domain.Catchall;
        var tag = ReplyTag.Write(keys, thread.Token, recipient, message.Kind == MessageKind.Note);
        // An alias that leaves no room for the tag gives way to the catchall: the thread is found by the tag, not by the alias.
        return new[] { local, domain.Catchall }
                .Where(part => part.Length + 1 + tag.Length <= LocalPartLimit)
                .Select(part => $"{part}+{tag}@{domain.Name}")
                .FirstOrDefault()
            ?? $"{local}@{domain.Name}";
    }
}
