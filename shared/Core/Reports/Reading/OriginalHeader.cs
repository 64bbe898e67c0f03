using System.Text.RegularExpressions;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>What the header of a returned mail tells of it.</summary>
internal static partial class OriginalHeader
{
    /// <summary>The report with the ids of the mail that it is about.</summary>
    public static BounceReport Name(BounceReport report, IncomingMail mail, FieldBlock original)
    {
        var own = MessageIds.Read(original.Value("Message-ID"));
        return report with
        {
            OriginalMessageId = own is [var id, ..] ? id : null,
            OriginalReturnPath = report.OriginalReturnPath ?? ReportAddress.Read(original.Value("Return-Path")),
            OriginalIds =
            [
                .. own.Concat(MessageIds.Read(original.Value("X-Microsoft-Original-Message-ID")))
                    .Concat(report.OriginalIds)
                    .Concat(mail.InReplyTo)
                    .Concat(mail.References)
                    .Concat(MessageIds.Read(original.Value("In-Reply-To")))
                    .Concat(MessageIds.Read(original.Value("References")))
                    .Distinct(),
            ],
        };
    }

    /// <summary>The one whom the returned mail was on its way to, by the latest hop that says so (RFC 5321 §4.4), or null.</summary>
    public static string? EnvelopeRecipient(FieldBlock original) =>
        original
            .Values("Received")
            .Select(value => For().Match(value))
            .Where(match => match.Success)
            .Select(match => ReportAddress.Canonical(match.Groups["address"].Value))
            .FirstOrDefault(address => address is not null);

    [GeneratedRegex(
        """\sfor\s+<?(?<address>[^\s<>;]+@[^\s<>;]+)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex For();
}
