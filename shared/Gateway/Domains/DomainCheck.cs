using Postern.Contracts.Http;
using Postern.Core.Deliverability;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Domains;

/// <summary>Checks the DNS records of a domain that mail is sent from.</summary>
public sealed class DomainCheck(GatewayConfigurationSource configuration, DnsResolver resolver)
{
    private const int MostSelectors = 20;
    private const int LongestSelector = 100;

    /// <summary>Returns the report, or the parameter that is wrong.</summary>
    public async Task<(DomainReport? Report, FieldMessage? Problem)> CheckAsync(
        string domain,
        IReadOnlyList<string> selectors,
        CancellationToken cancellationToken
    )
    {
        if (DnsNames.Domain(domain) is not { } name || !name.Contains('.', StringComparison.Ordinal))
            return (null, new("domain", $"'{domain}' is not a domain name"));
        if (selectors.Count > MostSelectors)
            return (null, new("selector", $"may be given {MostSelectors} times at most"));
        if (selectors.FirstOrDefault(selector => !IsSelector(selector)) is { } wrong)
            return (null, new("selector", $"'{wrong}' is not a selector"));
        var current = await configuration.GetLatestAsync(cancellationToken);
        var report = await resolver.ResolveAsync(
            answers => DomainReporter.Evaluate(name, selectors, current, answers),
            cancellationToken
        );
        return (report, null);
    }

    // RFC 6376 §3.1: labels of a domain name.
    private static bool IsSelector(string text) =>
        text.Length is > 0 and <= LongestSelector && text.Split('.').All(IsLabel);

    private static bool IsLabel(string text) =>
        text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
