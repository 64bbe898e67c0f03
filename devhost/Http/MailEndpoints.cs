using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Postern.DevHost.Smtp;

namespace Postern.DevHost.Http;

/// <summary>
/// Shows the caught mail: <c>GET /dev/mails</c> lists it, newest last; <c>GET /dev/mails/{id}</c> returns one, byte for
/// byte.
/// </summary>
internal static class MailEndpoints
{
    public static void MapMails(this WebApplication app, SmtpCatcher catcher)
    {
        app.MapGet("/dev/mails", () => Results.Json(catcher.Mails.Select(Summary)));
        app.MapGet("/dev/mails/{id}", (string id) => Raw(catcher, id));
    }

    private static IResult Raw(SmtpCatcher catcher, string id)
    {
        var mail = catcher.Mails.FirstOrDefault(mail => mail.Id == id);
        return mail is null ? Results.NotFound() : Results.Bytes(mail.Raw, "message/rfc822");
    }

    private static object Summary(CaughtMail mail) =>
        new
        {
            mail.Id,
            mail.Envelope.From,
            To = mail.Envelope.Recipients,
            mail.Subject,
            mail.Received,
        };
}
