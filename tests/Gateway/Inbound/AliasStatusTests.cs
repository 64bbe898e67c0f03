using Postern.Contracts.Http;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Inbound;

/// <summary>An alias shows whether its last mail made a record.</summary>
public sealed class AliasStatusTests
{
    private const string Customer = "carl@customer.example";

    [Fact]
    public async Task It_is_valid_once_a_mail_made_a_record_and_not_tested_after_a_change()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        Assert.Equal(AliasStatus.NotTested, (await FindAsync(gateway, "support")).Status);
        await MailAsync(gateway, "support");
        Assert.Equal(AliasStatus.Valid, (await FindAsync(gateway, "support")).Status);

        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "support",
                Model = "helpdesk.case",
            }
        );
        Assert.Equal(AliasStatus.NotTested, (await FindAsync(gateway, "support")).Status);
    }

    [Fact]
    public async Task It_has_failed_with_the_reason_when_it_cannot_take_mail_until_it_can()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "team",
                Model = "project.task",
                ContactPolicy = ContactPolicy.Followers,
            }
        );
        await MailAsync(gateway, "team");

        var failed = await FindAsync(gateway, "team");
        Assert.Equal(AliasStatus.Failed, failed.Status);
        Assert.Contains("follow", failed.LastError, StringComparison.Ordinal);

        await gateway.PutAliasAsync(failed with { ContactPolicy = ContactPolicy.Everyone });
        await MailAsync(gateway, "team");
        var valid = await FindAsync(gateway, "team");
        Assert.Equal((AliasStatus.Valid, null), (valid.Status, valid.LastError));
    }

    private static async Task<MailAlias> FindAsync(TestGateway gateway, string localPart) =>
        (await gateway.Get<AliasStore>().FindAsync("main", localPart, default))!.Value;

    private static async Task MailAsync(TestGateway gateway, string localPart)
    {
        await gateway.PushAsync(Mails.New(Customer, $"{localPart}@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
    }
}
