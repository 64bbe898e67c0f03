using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>
/// Tells which earlier mails of its sender the decision about a mail can depend on: those that the guards count with a
/// route that it can take, those of the same content, and those that were answered with a notice.
/// </summary>
public static class HistoryNeeds
{
    // A query of Table Storage compares fifteen times at most; the bounds of the range and the content take seven.
    private const int MostKeys = 8;

    /// <summary>The filter; null where the mail can go to so many places that the whole history is read.</summary>
    /// <param name="mail">The mail, with the recipients that follow from how it came.</param>
    /// <param name="origin">How it came.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="threads">Every thread that the mail may be an answer on.</param>
    public static HistoryFilter? Of(
        IncomingMail mail,
        MailOrigin origin,
        GatewayConfiguration configuration,
        IEnumerable<ThreadKey> threads
    )
    {
        // A sender who is never stopped is counted for automatic answers alone.
        var isNeverStopped = mail.From is { } from && configuration.AllowedSenders.Contains(from.Address);
        IEnumerable<string> made = isNeverStopped ? [] : KeysOfNew(mail, origin, configuration);
        IEnumerable<string> answered =
            isNeverStopped && mail.Automatic is null ? [] : threads.Select(thread => thread.Partition);
        var keys = made.Concat(answered).Distinct().Select(HistoryFilter.HashOf).Take(MostKeys + 1).ToList();
        return keys.Count > MostKeys ? null : new HistoryFilter(keys, CatchallRules.ContentOf(mail, configuration));
    }

    /// <summary>What mail through one alias is counted by, whoever sent it.</summary>
    public static HistoryFilter OfAlias(string address) => new([HistoryFilter.HashOf(address)], null);

    // What the loop guard counts a new record or a fixed thread by.
    private static IEnumerable<string> KeysOfNew(
        IncomingMail mail,
        MailOrigin origin,
        GatewayConfiguration configuration
    )
    {
        foreach (var alias in AliasRules.Of(mail.Recipients, configuration))
        {
            if (alias.ForcedThread is { } thread)
                yield return new ThreadKey(alias.Model, thread).Partition;
            else if (IsCounted(alias.Model, configuration))
                yield return AliasAddress.Of(alias, configuration);
        }
        if (origin.FallbackModel is { } model && IsCounted(model, configuration))
            yield return LoopKey.OfFallback(model);
    }

    private static bool IsCounted(string model, GatewayConfiguration configuration) =>
        configuration.Models.GetValueOrDefault(model) is not { LoopGuard: false };
}
