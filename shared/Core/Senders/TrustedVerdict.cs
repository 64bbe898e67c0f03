using Postern.Core.Addresses;
using Postern.Core.Mail;

namespace Postern.Core.Senders;

/// <summary>
/// What the field of a trusted server says about a sender. DMARC decides where it was checked for the domain of the From
/// (RFC 7489 §6.6.2), else a pass that is aligned with it. What cannot be read is no better than a failure.
/// </summary>
internal static class TrustedVerdict
{
    public static SenderVerdict Of(AuthenticationField field, EmailAddress? from)
    {
        var server = field.Server ?? "The trusted server";
        if (field.Problem is { } problem)
            return SenderVerdict.Fail($"{server}: its Authentication-Results cannot be read, since {problem}");
        if (
            field.Results.FirstOrDefault(result => result.Method == "dmarc") is { } dmarc
            && Dmarc(dmarc, from) is { } told
        )
            return Said(server, told, dmarc);
        if (from is not null && field.Results.FirstOrDefault(result => IsAligned(result, from)) is { } aligned)
            return Said(server, SenderResult.Pass, aligned);
        if (field.Results.FirstOrDefault(result => result is { Method: "spf", Result: "fail" }) is { } spf)
            return SenderVerdict.Fail($"{server}: {spf}", "nothing aligned passes");
        return SenderVerdict.Unknown($"{server}: {string.Join(", ", field.Results)}");
    }

    private static SenderVerdict Said(string server, SenderResult result, MethodResult by) =>
        new(result, [$"{server}: {by}"]);

    /// <summary>What DMARC says; null where it says nothing about this From.</summary>
    private static SenderResult? Dmarc(MethodResult dmarc, EmailAddress? from)
    {
        var checkedFrom = DomainOf(dmarc.Value("header.from"));
        var isOfThis = from is not null && checkedFrom == from.Domain;
        return dmarc.Result switch
        {
            "pass" when isOfThis => SenderResult.Pass,
            // Where it cannot be told whose failure it is, it is this mail's.
            "fail" when isOfThis || from is null || checkedFrom is null => SenderResult.Fail,
            _ => null,
        };
    }

    private static bool IsAligned(MethodResult result, EmailAddress from)
    {
        if (result.Result != "pass")
            return false;
        var domain = result.Method switch
        {
            "dkim" => SignerOf(result),
            // Elsewhere it may come from the bytes of HELO.
            "spf" when result.Properties is [{ Key: "smtp.mailfrom", Value: var path }, ..] => DomainOf(path),
            _ => null,
        };
        return domain is not null && IsRelated(domain, from.Domain);
    }

    private static string? SignerOf(MethodResult dkim)
    {
        var (d, i) = (dkim.Value("header.d"), dkim.Value("header.i"));
        if (i is null || !i.Contains('@', StringComparison.Ordinal))
            return i is null ? DomainOf(d) : null;
        if (d is null)
            return DomainOf(i);
        return
            DomainOf(i) is { } identity
            && DomainOf(d) is { } signer
            && (identity == signer || IsBelow(identity, signer))
            ? signer
            : null;
    }

    private static string? DomainOf(string? address) =>
        address is null ? null : EmailAddress.CanonicalDomain(address[(address.LastIndexOf('@') + 1)..]);

    // The organizational domain is not asked for here: one of both is above the other.
    private static bool IsRelated(string one, string other) =>
        one == other || IsBelow(one, other) || IsBelow(other, one);

    private static bool IsBelow(string domain, string above) =>
        above.Contains('.', StringComparison.Ordinal) && domain.EndsWith($".{above}", StringComparison.Ordinal);
}
