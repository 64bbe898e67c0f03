using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Sending;

/// <summary>
/// The Reply-To of a notification (P26): the alias through which the record was created, else an alias of its model on
/// its alias domain, else the catchall; always with a tag that identifies the thread.
/// </summary>
internal static class ReplyAddress
{
    // RFC 5321 §4.5.3.1.1.
    private const int LocalPartLimit = 64;

    /// <summary>The address; null without an alias domain.</summary>
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
        var local = AliasOf(thread, domain, configuration) ?? domain.Catchall;
        var tag = ReplyTag.Write(keys, thread.Token, recipient, message.Kind == MessageKind.Note);
        // The thread is found by the tag, not by the alias, so an alias without room for the tag is replaced by the
        // catchall.
        string[] candidates = [$"{local}+{tag}", $"{domain.Catchall}+{tag}"];
        var tagged = candidates.FirstOrDefault(part => part.Length <= LocalPartLimit);
        return $"{tagged ?? local}@{domain.Name}";
    }

    private static string? AliasOf(ThreadHead thread, AliasDomain domain, GatewayConfiguration configuration)
    {
        var aliases = configuration.Aliases.Where(alias => alias.Domain == domain.Id).ToList();
        if (aliases.Exists(alias => alias.LocalPart == thread.Alias))
            return thread.Alias;
        return aliases
            .Where(alias => alias.Model == thread.Model)
            .Select(alias => alias.LocalPart)
            .Min(StringComparer.Ordinal);
    }
}
