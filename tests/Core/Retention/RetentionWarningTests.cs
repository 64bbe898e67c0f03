using Postern.Core.Configuration;
using Postern.Tests.Support;

namespace Postern.Tests.Retention;

/// <summary>Whoever sets a parameter that deletes is told so.</summary>
public sealed class RetentionWarningTests
{
    [Theory]
    [InlineData("mail.threads.days", "365", "This deletes threads after 365 days without a message")]
    [InlineData("mail.people.days", "365", "This deletes what is known of addresses after 365 days")]
    [InlineData("mail.journal.days", "200", "This deletes entries of the journal after 200 days")]
    public void Setting_one_and_shortening_it_say_what_they_delete_and_lengthening_says_nothing(
        string name,
        string value,
        string text
    )
    {
        Assert.StartsWith(text, Assert.Single(Warnings(name, value)), StringComparison.Ordinal);
        Assert.StartsWith(text, Assert.Single(Warnings(name, value, (name, "366"))), StringComparison.Ordinal);
        Assert.Empty(Warnings(name, "366", (name, value)));
        Assert.Empty(Warnings(name, value, (name, value)));
    }

    [Fact]
    public void A_journal_that_is_longer_than_a_year_deletes_nothing_and_a_shorter_one_is_as_long_as_raw_mail()
    {
        Assert.Empty(Warnings("mail.journal.days", "400"));
        Assert.Contains(Warnings("mail.journal.days", "30"), text => text.Contains("after 90 days", Ordinal));
        Assert.Contains(Warnings("mail.journal.days", "30"), text => text.Contains("mail.raw.days", Ordinal));
    }

    [Fact]
    public void Days_that_are_shorter_than_what_goes_by_others_are_named()
    {
        Assert.Contains(Warnings("mail.threads.days", "3"), text => text.Contains("mail.retry.days", Ordinal));
        Assert.Contains(Warnings("mail.people.days", "29"), text => text.Contains("mail.blacklist.days", Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("36501")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("a year")]
    public void What_is_no_number_of_days_is_refused(string value) =>
        Assert.All(
            All,
            name => Assert.Equal("must be a whole number from 1 to 36500", ParameterCatalog.Find(name)!.Problem(value))
        );

    private static readonly string[] All = ["mail.threads.days", "mail.people.days", "mail.journal.days"];
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static IReadOnlyList<string> Warnings(string name, string value, params (string Name, string Value)[] set)
    {
        var before = Configurations.Of() with
        {
            Parameters = new GatewayParameters(set.ToDictionary(one => one.Name, one => one.Value)),
        };
        var edit = ParameterRules.Put(ParameterCatalog.Find(name)!, value, before);
        Assert.Empty(edit.Findings.Errors);
        return [.. edit.Findings.Warnings.Select(warning => warning.Message)];
    }
}
