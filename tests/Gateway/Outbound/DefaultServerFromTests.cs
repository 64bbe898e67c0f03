using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>A default server that takes one From only, such as a new domain of Azure Communication Services.</summary>
public sealed class DefaultServerFromTests
{
    private const string Only = "donotreply@mail.mycompany.example";

    [Fact]
    public async Task All_mail_leaves_from_its_only_address_and_is_answered_where_it_always_is()
    {
        await using var gateway = await TestGateway.StartAsync(settings => settings["DefaultServer:From"] = Only);
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New("Carl <carl@customer.example>", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();

        var sent = Assert.Single(gateway.Catcher.Mails);
        var mail = await MimeMessage.LoadAsync(new MemoryStream(sent.Raw));
        Assert.Equal((Only, Only), (mail.From.Mailboxes.Single().Address, sent.Envelope.From));
        Assert.Equal("Carl", mail.From.Mailboxes.Single().Name);
        Assert.StartsWith("support+", mail.ReplyTo.Mailboxes.Single().Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_record_replaces_it_with_its_own_senders()
    {
        await using var gateway = await TestGateway.StartAsync(settings => settings["DefaultServer:From"] = Only);
        await gateway.SetUpDeskAsync();
        var server = new OutgoingServer
        {
            Id = "own",
            Name = "Own",
            Host = "127.0.0.1",
            Port = gateway.Catcher.Port,
            Security = ConnectionSecurity.None,
        };
        await gateway.PutAsync(ConfigurationKinds.OutgoingServer, "own", server);
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();

        var mail = await MimeMessage.LoadAsync(new MemoryStream(Assert.Single(gateway.Catcher.Mails).Raw));
        Assert.Equal($"notifications@{TestGateway.Domain}", mail.From.Mailboxes.Single().Address);
    }
}
