using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Reports;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>Read receipts (RFC 8098) that answer no thread.</summary>
internal static class ReceiptRules
{
    /// <summary>A receipt says something about mail of ours, or nothing: it makes no record.</summary>
    public static Verdict Receipt(IncomingMail mail, RoutingFacts facts)
    {
        if (!IsReceipt(mail))
            return Verdict.Pass("Not a read receipt.");
        var what =
            facts.Bounce?.Matches.Any(match => match.Delivery is not null) == true
                ? "for mail of ours"
                : "that belongs to nothing we know";
        return new Verdict(JournalState.Bounce, $"A read receipt {what}: it makes no record.");
    }

    private static bool IsReceipt(IncomingMail mail) =>
        mail.Automatic is { Kind: AutomaticMailKind.Receipt } || mail.Report is { Kind: BounceReportKind.Receipt };
}
