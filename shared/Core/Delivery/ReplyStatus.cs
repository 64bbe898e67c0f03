using System.Globalization;
using Postern.Core.Reports;

namespace Postern.Core.Delivery;

/// <summary>Subject and detail of an enhanced status code (RFC 3463 §3); zero where a reply has none.</summary>
internal readonly record struct ReplyStatus(int Subject, int Detail)
{
    /// <summary>
    /// Mail system full, not accepting messages, or congested (RFC 3463 §3.4, §3.5): whatever the mail.
    /// </summary>
    public bool IsOverload => this is (3, 1 or 2) or (4, 5);

    /// <summary>
    /// Mail flood (x.7.28 of IANA's registry, RFC 5248), or Exchange Online restricts the sender.
    /// </summary>
    public bool IsRate => this is (7, 28 or (>= 500 and <= 699) or (>= 850 and <= 899));

    public static ReplyStatus Find(string text)
    {
        if (SmtpCodes.Find(text).Status?.Split('.') is not [_, var subject, var detail])
            return default;
        return new(int.Parse(subject, CultureInfo.InvariantCulture), int.Parse(detail, CultureInfo.InvariantCulture));
    }
}
