using System.Globalization;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>The parts of a reason that describe what a report says and how its delivery was found.</summary>
internal static class BounceText
{
    public static string Describe(BounceReportKind kind, BounceMatch match)
    {
        var reported = match.Reported;
        var recipient = match.Address ?? "Nobody that it names";
        var reason = kind is BounceReportKind.Bounce or BounceReportKind.Delay ? $" ({Reason(reported)})" : "";
        var named = reported.Address is { } other && other != match.Address ? $", reported as {other}" : "";
        return $"{recipient}: {BounceWords.Of(kind)}{reason}{named}";
    }

    public static string Where(BounceMatch match) =>
        match.Message is { } message
            ? $"Found on {message.Thread.Key} by {By(match.By)}."
            : "No mail of ours to this address was found.";

    private static string Reason(ReportedRecipient reported)
    {
        var code = reported.Status ?? reported.ReplyCode?.ToString(CultureInfo.InvariantCulture);
        var reason = BounceWords.Of(reported.Reason);
        return code is null ? reason : $"{reason}, {code}";
    }

    private static string By(BounceEvidence evidence) =>
        evidence switch
        {
            BounceEvidence.ReturnPath => "the signed return path",
            BounceEvidence.Provider => "what the provider says",
            BounceEvidence.SmtpSession => "our own SMTP session",
            _ => "its Message-Id",
        };
}
