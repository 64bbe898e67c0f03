using Microsoft.Extensions.Configuration;
using Postern.Gateway.Settings;

namespace Postern.Tests.Settings;

public sealed class DefaultServerSettingsTests
{
    [Fact]
    public void The_only_address_of_the_server_is_its_filter_and_the_end_of_its_password_a_day_of_UTC()
    {
        var read = Read(("From", "DoNotReply@Mail.example.com"), ("PasswordExpires", "2027-05-31"));

        Assert.Equal(("DoNotReply@mail.example.com", read.From), (read.From, read.Server!.FromFilter), Caseless);
        Assert.Equal(new DateTimeOffset(2027, 5, 31, 0, 0, 0, TimeSpan.Zero), read.PasswordExpires);
        Assert.Equal((null, null, null), (Read().From, Read().PasswordExpires, Read().Server!.FromFilter));
    }

    [Theory]
    [InlineData("From", "DoNotReply")]
    [InlineData("PasswordExpires", "next year")]
    public void A_wrong_value_stops_the_start_and_names_the_setting(string name, string value) =>
        Assert.Contains(
            $"DefaultServer__{name}",
            Assert.Throws<InvalidOperationException>(() => Read((name, value))).Message,
            StringComparison.Ordinal
        );

    private static bool Caseless((string?, string?) one, (string?, string?) other) =>
        string.Equals(one.Item1, other.Item1, StringComparison.OrdinalIgnoreCase)
        && string.Equals(one.Item2, other.Item2, StringComparison.Ordinal);

    private static DefaultServerSettings Read(params (string Name, string Value)[] values) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    values
                        .Append(("Host", "smtp.example.com"))
                        .Select(value => new KeyValuePair<string, string?>($"DefaultServer:{value.Item1}", value.Item2))
                )
                .Build()
        );
}
