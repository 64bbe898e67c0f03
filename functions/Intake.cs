using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Functions.Http;
using Postern.Gateway.Inbound;
using Postern.Gateway.Settings;
using Postern.Gateway.Spooling;

namespace Postern.Functions;

/// <summary>Accepts raw mail that is pushed by HTTP (P34).</summary>
public sealed class Intake(
    MailIntake intake,
    ContentSpool spool,
    GatewayConfigurationSource configuration,
    TimeProvider time
)
{
    [Function("Intake")]
    [Scopes(ApiScope.Intake)]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "inbound")] HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var largest = (await configuration.GetAsync(cancellationToken)).Parameters.LargestMail;
        var (mail, origin, refused) = await PushedMail.ReadAsync(request, largest, spool, cancellationToken);
        if (refused is not null)
            return refused;
        using var content = mail!;
        var id = await intake.TakeInAsync(MailIntake.KeyOf(content, origin!), content, origin!, cancellationToken);
        var note = (await configuration.GetAsync(cancellationToken)).DrainsAt(time.GetUtcNow())
            ? MailDrain.Waits
            : null;
        return Answers.Accepted(id.Value, Location(request, id), note);
    }

    private static string Location(HttpRequest request, MailId id)
    {
        var path = request.Path.Value ?? "";
        return $"{request.PathBase}{path[..path.LastIndexOf('/')]}/mails/{id}";
    }
}
