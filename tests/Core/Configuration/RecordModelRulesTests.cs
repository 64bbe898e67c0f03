using Postern.Contracts.Http;
using Postern.Core.Configuration;

namespace Postern.Tests.Configuration;

public sealed class RecordModelRulesTests
{
    [Theory]
    [InlineData("crm.lead", null, null)]
    [InlineData("crm.lead", "https://crm.example/{model}/{id}", null)]
    [InlineData("crm.lead", "https://crm.example/", "linkTemplate")]
    [InlineData("crm.lead", "https://crm.example/{ID}/{id}", "linkTemplate")]
    [InlineData("crm.lead", "javascript:alert({id})", "linkTemplate")]
    [InlineData("crm.lead", "/leads/{id}", "linkTemplate")]
    [InlineData("", null, "name")]
    [InlineData("outbound", null, "name")]
    public void A_model_has_a_name_of_its_own_and_a_link_that_leads_to_the_record(
        string name,
        string? template,
        string? field
    ) =>
        Assert.Equal(
            field,
            RecordModelRules
                .Put(new RecordModel { Name = name, LinkTemplate = template }, null)
                .Findings.Errors.SingleOrDefault()
                ?.Field
        );

    [Fact]
    public void Who_closes_a_model_to_mail_is_told()
    {
        var open = new RecordModel { Name = "crm.lead" };
        var closed = open with { TakesMail = false };
        Assert.Equal("takesMail", Assert.Single(RecordModelRules.Put(closed, open).Findings.Warnings).Field);
        Assert.Empty(RecordModelRules.Put(closed, closed).Findings.Warnings);
        Assert.Empty(RecordModelRules.Put(open, closed).Findings.Warnings);
    }
}
