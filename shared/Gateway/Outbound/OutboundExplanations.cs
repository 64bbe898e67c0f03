using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Sending.Explaining;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Reads what an explanation depends on.</summary>
public sealed class OutboundExplanations(
    GatewayConfigurationSource configuration,
    PeopleStore people,
    TagKeys tagKeys,
    TimeProvider time
)
{
    /// <summary>The explanation, or what is wrong with the question.</summary>
    public async Task<(OutboundExplanation? Explanation, FieldMessage? Problem)> ExplainAsync(
        OutboundQuestion question,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetLatestAsync(cancellationToken);
        if (OutboundExplainer.Problem(question, current) is { } problem)
            return (null, problem);
        var keys = await tagKeys.GetAsync(cancellationToken);
        return (
            OutboundExplainer.Explain(
                question,
                await IsInternalAsync(question.From, cancellationToken),
                current,
                keys,
                time.GetUtcNow()
            ),
            null
        );
    }

    private async Task<bool> IsInternalAsync(string from, CancellationToken cancellationToken) =>
        EmailAddress.TryParse(from, out var author)
        && await people.FindContactAsync(author.Address, cancellationToken) is { Value.Internal: true };
}
