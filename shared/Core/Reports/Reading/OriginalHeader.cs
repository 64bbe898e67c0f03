using System.Text.RegularExpressions;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>Reads the header of a returned mail.</summary>
internal static partial class OriginalHeader
{
    /// <summary>Adds the ids and the return path of the reported mail to a report.</summary>
    public static BounceReport Identify(BounceReport report, IncomingMail mail, FieldBlock original)
    {
        var messageIds = MessageIds.Read(original.Value("Message-ID"));
        var allIds = messageIds
            .Concat(MessageIds.Read(original.Value("X-Microsoft-Original-Message-ID")))
            .Concat(report.OriginalIds)
            .Concat(mail.InReplyTo)
            .Concat(mail.References)
            .Concat(MessageIds.Read(original.Value("In-Reply-To")))
            .Concat(MessageIds.Read(original.Value("References")));
        return report with
        {
            OriginalMessageId = messageIds is [var id, ..] ? id : null,
            OriginalReturnPath = report.OriginalReturnPath ?? ReportAddress.Read(original.Value("Return-Path")),
            OriginalIds = [.. allIds.Distinct()],
        };
    }

    /// <summary>
    /// The envelope recipient of the returned mail by the most recent Received field with a <c>for</c> clause (RFC 5321
    /// §4.4), or null.
    /// </summary>
    public static string? EnvelopeRecipient(FieldBlock original) =>
        original
            .Values("Received")
            .Select(value => ForClause().Match(value))
            .Where(match => match.Success)
            .Select(match => ReportAddress.Canonical(match.Groups["address"].Value))
            .FirstOrDefault(address => address is not null);

    [GeneratedRegex(
        """\sfor\s+<?(?<address>[^\s<>;]+@[^\s<>;]+)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex ForClause();
}
