using MimeKit;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;

namespace Postern.Tests.Flows;

/// <summary>Mail that is taken in as a pushed one.</summary>
internal sealed class PushedMail(Deployment deployment)
{
    /// <summary>Hands a mail in.</summary>
    public async Task HandInAsync(MimeMessage mail)
    {
        using var raw = new MemoryStream();
        await mail.WriteToAsync(raw);
        var (content, origin) = (SpooledContent.Of(raw.ToArray()), new MailOrigin("http"));
        await deployment.Get<MailIntake>().TakeInAsync(MailIntake.KeyOf(content, origin), content, origin, default);
    }
}
