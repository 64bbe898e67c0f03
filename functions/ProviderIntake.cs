using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Postern.Functions.Http;
using Postern.Gateway.Providers;
using Postern.Gateway.Settings;
using Postern.Gateway.Spooling;

namespace Postern.Functions;

/// <summary>
/// Accepts raw mail that a provider pushes in its own form (P34). It needs no function key, since the provider signs
/// its forms.
/// </summary>
public sealed partial class ProviderIntake(
    IEnumerable<IMailProvider> providers,
    ProviderMailIntake intake,
    ContentSpool spool,
    GatewayConfigurationSource configuration,
    ILogger<ProviderIntake> logger
)
{
    [Function("TakeProviderMail")]
    [Public]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "inbound/{provider}/mime")] HttpRequest request,
        string provider,
        CancellationToken cancellationToken
    )
    {
        if (providers.FirstOrDefault(one => one.Name == provider && one.IsSetUp) is not { } known)
            return Answers.NotFound("provider, or it is not set up");
        var largest = (await configuration.GetAsync(cancellationToken)).Parameters.LargestMail;
        RequestBody.AllowUpTo(request, 4 * largest);
        try
        {
            var reader = new FormMailReader(spool, known.MailField, largest);
            using var form = await reader.ReadAsync(request.Body, request.ContentType, cancellationToken);
            var (id, refused) = await intake.TakeInAsync(known, form, cancellationToken);
            return refused is null ? Answers.Received(id!.Value) : Refuse(known, refused);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return Refuse(known, e.Message, known.RefusedStatus);
        }
        catch (SpoolFullException e)
        {
            return Answers.Busy(e.Message);
        }
        catch (IOException e)
        {
            // A full disk or a broken connection, so the mail itself may be good.
            LogUnread(e, provider);
            return Answers.Busy("The form could not be read to its end; try again in a minute.");
        }
    }

    private IActionResult Refuse(IMailProvider provider, ProviderMail.Refused refused)
    {
        var status = refused.Stranger ? StatusCodes.Status401Unauthorized : provider.RefusedStatus;
        return Refuse(provider, $"'{refused.Field}' {refused.Why}", status);
    }

    private IActionResult Refuse(IMailProvider provider, string why, int status)
    {
        LogRefused(provider.Name, why);
        return Answers.Problem(status, why);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail at the URL of provider '{Provider}' was refused: {Why}")]
    private partial void LogRefused(string provider, string why);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Mail of provider '{Provider}' could not be read; the provider is asked to send it again"
    )]
    private partial void LogUnread(Exception exception, string provider);
}
