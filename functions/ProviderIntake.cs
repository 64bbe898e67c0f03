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
/// Takes in raw mail that a provider pushes in its own form (P34). It asks for no key of the host's, since the provider signs what it sends.
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
            using var form = await FormMail.ReadAsync(
                request.Body,
                request.ContentType,
                known.MailField,
                largest,
                spool,
                cancellationToken
            );
            var (id, refused) = await intake.TakeInAsync(known, form, cancellationToken);
            return refused is null
                ? Answers.Taken(id!.Value)
                : Refuse(
                    known,
                    $"'{refused.Field}' {refused.Why}",
                    refused.Stranger ? StatusCodes.Status401Unauthorized : known.RefusedStatus
                );
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
            // A full disk or a broken connection says nothing of the mail.
            LogUnread(e, provider);
            return Answers.Busy("The form could not be read to its end; try again in a minute.");
        }
    }

    private IActionResult Refuse(IMailProvider provider, string why, int status)
    {
        LogRefused(provider.Name, why);
        return Answers.Problem(status, why);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Mail that says it is of provider '{Provider}' was refused: {Why}"
    )]
    private partial void LogRefused(string provider, string why);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Mail of provider '{Provider}' could not be read; it is asked for again"
    )]
    private partial void LogUnread(Exception exception, string provider);
}
