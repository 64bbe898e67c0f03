using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;

namespace Postern.Tests.Upgrade;

/// <summary>The configuration of the support desk of a snapshot, as an administrator makes it over HTTP.</summary>
internal sealed class Desk(TestGateway gateway, HttpApi api)
{
    private const string Folder = "INBOX";
    private const string Stubborn = "40";

    public async Task SetUpAsync()
    {
        await SetUpServersAsync();
        await SetUpAddressesAsync();
        await SetUpRulesAsync();
        // A change is effective within a second.
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
    }

    /// <summary>Leaves the mailbox as a fetch does that met one mail which the server did not give.</summary>
    public async Task<MailboxPosition> ReadMailboxAsync()
    {
        var now = gateway.Time.GetUtcNow();
        var server = (await gateway.Get<GatewayConfigurationSource>().GetLatestAsync(default)).IncomingServers.Single();
        var draft = new MailboxSchedule { Server = server.Id };
        var confirmed = MailboxRules.Confirm(draft, server, ImportChoice.FromNow, now);
        var trouble = new FetchException("NO [UNAVAILABLE] Try later", 2, null, now);
        var position = new FolderPosition
        {
            Folder = Folder,
            Account = MailboxRules.AccountOf(server),
            UidValidity = 1_700_000_000,
            LowWater = 42,
            Exceptions = new Dictionary<string, FetchException> { [Stubborn] = trouble },
        };
        var mailboxes = gateway.Get<MailboxStore>();
        await mailboxes.TrySaveAsync(null, confirmed with { LastStarted = now, LastSuccess = now }, default);
        await mailboxes.SavePositionAsync(server.Id, position, default);
        return new MailboxPosition(Folder, position.UidValidity, position.LowWater, Stubborn, now);
    }

    private async Task SetUpServersAsync()
    {
        await api.PutAsync(
            "outgoing-servers/main",
            new
            {
                name = "Main",
                host = "127.0.0.1",
                port = gateway.Catcher.Port,
                security = "none",
                fromFilter = TestGateway.Domain,
                dailyLimit = 500,
                connections = 2,
            }
        );
        await api.PutAsync(
            $"incoming-servers/{Cast.Mailbox}",
            new
            {
                name = "Desk",
                host = $"imap.{TestGateway.Domain}",
                userName = Cast.Support,
                password = Cast.MailboxPassword,
                // Nobody fetches within the hours that the test knows of.
                intervalMinutes = 1440,
            }
        );
    }

    private async Task SetUpAddressesAsync()
    {
        await api.PutAsync("alias-domains/main", new { name = TestGateway.Domain, isDefault = true });
        await api.PutAsync($"models/{Cast.Model}", new { linkTemplate = "https://app.mycompany.example/{model}/{id}" });
        await api.PutAsync($"contacts/{Cast.Agent}", new { name = "Anna Agent", @internal = true });
        await api.PutAsync($"contacts/{Cast.Boss}", new { name = "Bob Boss", @internal = true });
        await api.PutAsync(
            "aliases/main/support",
            new
            {
                model = Cast.Model,
                defaults = new { team = "first level" },
                followers = new[] { Cast.Agent },
            }
        );
    }

    // One more bounce, or one more record of the same sender, is one too many: today's code must count what is stored.
    private async Task SetUpRulesAsync()
    {
        await api.PutAsync("parameters/mail.blacklist.bounces", new { value = "2" });
        await api.PutAsync("parameters/mail.blacklist.spread.days", new { value = "0" });
        await api.PutAsync("parameters/mail.gateway.loop.minutes", new { value = "1440" });
        await api.PutAsync("parameters/mail.gateway.loop.threshold", new { value = "2" });
        await api.PutAsync($"allowed-senders/{Cast.Agent}", new { });
        await api.PutAsync($"blacklist/{Cast.Ned}", new { reason = "manual", note = "Asked by telephone" });
    }
}
