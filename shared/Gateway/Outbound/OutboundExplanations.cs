using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Sending.Explaining;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Explains how a mail would be sent: loads what the decision depends on and writes nothing.</summary>
public sealed class OutboundExplanations(
    GatewayConfigurationSource configuration,
    PeopleStore people,
    TagKeys tagKeys,
    TimeProvider time
)
{
    /// <summary>The explanation, or the error in the question.</summary>
    public async Task<(OutboundExplanation? Explanation, FieldMessage? Problem)> ExplainAsync(
        OutboundQuestion question,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetLatestAsync(cancellationToken);
        if (OutboundExplainer.Problem(question, current) is { } problem)
            return (null, problem);
        var keys = await tagKeys.GetAsync(cancellationToken);
        var isInternal = await IsInternalAsync(question.From, cancellationToken);
        return (OutboundExplainer.Explain(question, isInternal, current, keys, time.GetUtcNow()), null);
    }

    private async Task<bool> IsInternalAsync(string from, CancellationToken cancellationToken) =>
        EmailAddress.TryParse(from, out var author)
        && await people.FindContactAsync(author.Address, cancellationToken) is { Value.Internal: true };
}
