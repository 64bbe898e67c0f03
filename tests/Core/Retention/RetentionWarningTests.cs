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
    public void Raw_mail_goes_by_a_shorter_time_too_and_the_journal_that_was_kept_as_long()
    {
        Assert.Equal(
            ["This deletes raw mail after 5 days", "This deletes entries of the journal after 30 days"],
            Warnings("mail.raw.days", "5", ("mail.journal.days", "30")).Select(text => text.Split(',')[0])
        );
        Assert.StartsWith("This deletes raw mail", Assert.Single(Warnings("mail.raw.days", "1")), Ordinal);
        Assert.Empty(Warnings("mail.raw.days", "91"));
    }

    [Fact]
    public void Resetting_what_was_longer_than_the_default_says_what_that_deletes()
    {
        Assert.Equal(2, Reset("mail.raw.days", "400"));
        Assert.Equal(1, Reset("mail.raw.days", "91"));
        Assert.Equal(1, Reset("mail.journal.days", "366"));
        Assert.Equal(0, Reset("mail.journal.days", "200"));
        Assert.Equal(0, Reset("mail.threads.days", "200"));

        static int Reset(string name, string value) =>
            ParameterRules.Reset(ParameterCatalog.Find(name)!, With((name, value))).Warnings.Count;
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
        var edit = ParameterRules.Put(ParameterCatalog.Find(name)!, value, With(set));
        Assert.Empty(edit.Findings.Errors);
        return [.. edit.Findings.Warnings.Select(warning => warning.Message)];
    }

    private static GatewayConfiguration With(params (string Name, string Value)[] set) =>
        Configurations.Of() with
        {
            Parameters = new GatewayParameters(set.ToDictionary(one => one.Name, one => one.Value)),
        };
}
