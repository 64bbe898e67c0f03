using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Providers;

/// <summary>Accepts mail that a provider pushed, after its form was verified and found to be no replay.</summary>
public sealed class ProviderMailIntake(MailIntake intake, ClaimStore claims, TimeProvider time)
{
    /// <summary>Returns the mail's id, or the field that is wrong. A repeated form returns the same id.</summary>
    public async Task<(MailId? Id, ProviderMail.Refused? Refused)> TakeInAsync(
        IMailProvider provider,
        FormMail form,
        CancellationToken cancellationToken
    )
    {
        if (form.Mail is not { Memory.IsEmpty: false } mail)
            return (null, new ProviderMail.Refused(provider.MailField, "is missing or empty"));
        var read = provider.Read(form.Fields, time.GetUtcNow());
        if (read is not ProviderMail.Genuine genuine)
            return (null, (ProviderMail.Refused)read);
        var key = MailIntake.KeyOf(mail, genuine.Origin);
        if (!await OwnsAsync(provider, genuine.Id, key, cancellationToken))
            return (null, new ProviderMail.Refused("signature", "was used for another mail"));
        return (await intake.TakeInAsync(key, mail, genuine.Origin, cancellationToken), null);
    }

    private async Task<bool> OwnsAsync(
        IMailProvider provider,
        string id,
        string mail,
        CancellationToken cancellationToken
    )
    {
        var claim = new Claim
        {
            Owner = mail,
            Fingerprint = "",
            State = JournalState.Routed,
        };
        var key = ClaimKey.OfProgram($"inbound/{provider.Name}", id);
        var taken = await claims.TakeAsync(key, claim, cancellationToken);
        return taken?.Owner == mail;
    }
}
