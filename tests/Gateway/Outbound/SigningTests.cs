using System.Text.RegularExpressions;
using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Configuration;
using Postern.Core.Threads;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>Which mail leaves signed, and which waits for its key.</summary>
public sealed class SigningTests
{
    [Fact]
    public async Task A_mail_whose_key_cannot_be_read_waits_with_the_reason_and_is_signed_when_it_can()
    {
        await using var gateway = await SigningAsync();
        var secrets = gateway.Get<ISecretStore>();
        var name = (await KeysAsync(gateway)).Keys[0].Secret;
        var kept = (await secrets.GetAsync(name, default))!;
        var others = await OtherKeyAsync(gateway);

        await secrets.DeleteAsync(name, default);
        var id = await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        var thread = Assert.Single((await gateway.JournalAsync(id)).Threads);
        var waiting = await DeliveryAsync();
        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Server), (waiting.State, waiting.Problem));
        Assert.Contains(
            "The DKIM key 's1' of mycompany.example cannot be read",
            waiting.Reply,
            StringComparison.Ordinal
        );
        Assert.Equal(0, gateway.Catcher.Connections);

        foreach (var wrong in new[] { others, "AAAA", "no base64" })
        {
            await secrets.SetAsync(name, wrong, default);
            await gateway.AdvanceAsync(TimeSpan.FromMinutes(6));
            Assert.Equal((DeliveryState.Waiting, 0), await StateAsync());
        }

        await secrets.SetAsync(name, kept, default);
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(6));
        Assert.Equal((DeliveryState.Sent, 1), await StateAsync());
        Assert.NotNull(Assert.Single(gateway.Sent).Headers[HeaderId.DkimSignature]);

        // What was read once needs no store.
        await secrets.DeleteAsync(name, default);
        await SendAsync(gateway, "sam@mycompany.example");
        Assert.NotNull(gateway.Sent[1].Headers[HeaderId.DkimSignature]);

        async Task<MessageDelivery> DeliveryAsync() => Assert.Single(await gateway.DeliveriesAsync(thread));

        async Task<(DeliveryState, int)> StateAsync()
        {
            var delivery = await DeliveryAsync();
            return (delivery.State, delivery.Attempts);
        }
    }

    [Fact]
    public async Task Only_mail_from_an_alias_domain_with_an_active_key_is_signed_and_only_where_the_server_says_so()
    {
        await using var gateway = await SigningAsync();
        await gateway.PutAsync(ConfigurationKinds.AliasDomain, "second", new AliasDomain { Name = "second.example" });
        await PutServerAsync(gateway, sign: true);

        await SendAsync(gateway, "sam@second.example");
        await SendAsync(gateway, "sam@sub.mycompany.example");
        await SendAsync(gateway, "sam@mycompany.example");
        await PutServerAsync(gateway, sign: false);
        await SendAsync(gateway, "sam@mycompany.example");

        Assert.Equal([null, null, "mycompany.example", null], gateway.Sent.Select(DomainOf));
    }

    [Fact]
    public async Task A_key_of_a_former_name_signs_nothing_more()
    {
        await using var gateway = await SigningAsync();
        await gateway.PutAsync(
            ConfigurationKinds.AliasDomain,
            "main",
            new AliasDomain { Name = "renamed.example", IsDefault = true }
        );

        await SendAsync(gateway, "sam@mycompany.example");
        await SendAsync(gateway, "sam@renamed.example");

        Assert.All(gateway.Sent, mail => Assert.Null(mail.Headers[HeaderId.DkimSignature]));
        Assert.Equal(2, gateway.Sent.Count);
    }

    [Fact]
    public async Task A_secret_is_deleted_with_its_key_and_with_its_alias_domain()
    {
        await using var gateway = await SigningAsync();
        var (editor, secrets) = (gateway.Get<DkimEditor>(), gateway.Get<ISecretStore>());
        await editor.CreateAsync("main", new DkimKeyRequest { Selector = "s2" }, default);
        var names = (await KeysAsync(gateway)).Keys.Select(key => key.Secret).ToList();

        await editor.DeleteAsync("main", "s2", default);
        Assert.Equal([true, false], await KeptAsync());
        await editor.ForgetAsync("main", default);
        Assert.Equal([false, false], await KeptAsync());

        async Task<IEnumerable<bool>> KeptAsync() =>
            await Task.WhenAll(names.Select(async name => await secrets.GetAsync(name, default) is not null));
    }

    private static string? DomainOf(MimeMessage mail) =>
        mail.Headers[HeaderId.DkimSignature] is { } signature
            ? Regex.Match(signature, @"\bd=([^;]+)").Groups[1].Value
            : null;

    private static async Task<TestGateway> SigningAsync()
    {
        var gateway = await TestGateway.StartAsync(settings => settings["DefaultServer:Sign"] = "true");
        await gateway.SetUpDeskAsync();
        var editor = gateway.Get<DkimEditor>();
        var wanted = new DkimKeyRequest { Selector = "s1", Algorithm = DkimAlgorithm.Ed25519 };
        await editor.CreateAsync("main", wanted, default);
        await editor.ActivateAsync("main", "s1", isUnchecked: true, default);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        return gateway;
    }

    private static async Task<string> OtherKeyAsync(TestGateway gateway)
    {
        await gateway.Get<DkimPrivateKeys>().CreateAsync("other", DkimAlgorithm.Ed25519, default);
        return (await gateway.Get<ISecretStore>().GetAsync("other", default))!;
    }

    private static async Task<DkimSigningKeys> KeysAsync(TestGateway gateway) =>
        (
            await gateway
                .Get<ConfigurationStore>()
                .FindAsync<DkimSigningKeys>(ConfigurationKinds.DkimKeys, "main", default)
        )!.Value;

    private static Task PutServerAsync(TestGateway gateway, bool sign) =>
        gateway.PutAsync(
            ConfigurationKinds.OutgoingServer,
            "relay",
            new OutgoingServer
            {
                Name = "Relay",
                Host = "127.0.0.1",
                Port = gateway.Catcher.Port,
                Security = ConnectionSecurity.None,
                FromFilter = "mycompany.example, second.example, sub.mycompany.example",
                Sign = sign,
            }
        );

    private static async Task SendAsync(TestGateway gateway, string from)
    {
        var mail = new OutboundMail
        {
            Id = Guid.NewGuid().ToString("N"),
            From = from,
            To = ["carl@customer.example"],
            Subject = "Hello",
            Text = "Hi.",
        };
        await gateway.Get<MailQueues>().PutAsync(QueueNames.OutboundMail, mail, default);
        await gateway.DrainAsync();
    }
}
