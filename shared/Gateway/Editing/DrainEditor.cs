using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>Lets the gateway drain, and ends that. The mode stays as it is underneath.</summary>
public sealed class DrainEditor(ConfigurationEditor editor, TimeProvider time)
{
    /// <summary>Begins, or begins anew: the time until it ends by itself counts from now.</summary>
    public Task BeginAsync(CancellationToken cancellationToken) =>
        editor.PutAsync<MailDrain>(
            ConfigurationKinds.Drain,
            MailDrain.Row,
            EditCondition.None,
            (_, _) => new Edit<MailDrain>(new MailDrain(time.GetUtcNow()), Findings.None),
            cancellationToken
        );

    /// <summary>Ends it. Nothing happens where the gateway does not drain.</summary>
    public Task EndAsync(CancellationToken cancellationToken) =>
        editor.DeleteAsync<MailDrain>(
            ConfigurationKinds.Drain,
            MailDrain.Row,
            EditCondition.None,
            (_, _) => Findings.None,
            cancellationToken
        );
}
