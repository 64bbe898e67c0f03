using Postern.Contracts.Http;
using Postern.Core.Access;
using Postern.Core.Validation;

namespace Postern.Tests.Access;

public sealed class ApiKeyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_key_has_a_name_a_scope_and_an_expiry_in_UTC()
    {
        var expires = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(2));
        var made = Make(
            new ApiKeyRequest
            {
                Name = " Shop ",
                Scope = ApiScope.Intake,
                Expires = expires,
            }
        );

        Assert.True(made.Findings.Allow);
        Assert.Equal(("Shop", ApiScope.Intake, Now), (made.Value.Name, made.Value.Scope, made.Value.Created));
        Assert.Equal((expires, TimeSpan.Zero), (made.Value.Expires!.Value, made.Value.Expires.Value.Offset));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    [InlineData("turned\u202eround")]
    public void A_name_is_visible_and_on_one_line(string name) =>
        Assert.Equal(
            ["name"],
            Make(new ApiKeyRequest { Name = name, Scope = ApiScope.Read }).Findings.Errors.Select(error => error.Field)
        );

    [Fact]
    public void A_name_has_100_characters_at_most_and_an_expiry_is_in_the_future()
    {
        Assert.True(Make(new ApiKeyRequest { Name = new string('n', 100), Scope = ApiScope.Read }).Findings.Allow);
        var wrong = Make(
            new ApiKeyRequest
            {
                Name = new string('n', 101),
                Scope = ApiScope.Read,
                Expires = Now,
            }
        );
        Assert.Equal(["name", "expires"], wrong.Findings.Errors.Select(error => error.Field));
    }

    [Fact]
    public void There_are_200_keys_at_most_of_which_revoked_and_expired_ones_are_none()
    {
        var request = new ApiKeyRequest { Name = "one more", Scope = ApiScope.Read };
        var gone = Enumerable.Repeat(Key with { Revoked = Now }, 200).Concat([Key with { Expires = Now }]);

        Assert.True(ApiKeyRules.Make("x", request, [.. gone, .. Enumerable.Repeat(Key, 199)], Now).Findings.Allow);
        Assert.Single(ApiKeyRules.Make("x", request, Enumerable.Repeat(Key, 200), Now).Findings.Conflicts);
    }

    [Fact]
    public void A_key_opens_until_it_expires_or_is_revoked()
    {
        Assert.True(ApiKeyRules.IsValid(Key, Now));
        Assert.True(ApiKeyRules.IsValid(Key with { Expires = Now.AddTicks(1) }, Now));
        Assert.False(ApiKeyRules.IsValid(Key with { Expires = Now }, Now));
        Assert.False(ApiKeyRules.IsValid(Key with { Revoked = Now.AddDays(-1) }, Now));
    }

    [Theory]
    [InlineData(ApiScope.Admin, true, true, true)]
    [InlineData(ApiScope.Read, true, false, false)]
    [InlineData(ApiScope.Intake, false, true, false)]
    [InlineData(ApiScope.Post, false, false, false)]
    public void A_scope_opens_its_own_and_an_administrator_everything(
        ApiScope scope,
        bool reads,
        bool pushes,
        bool writes
    )
    {
        var caller = Caller.Of(Key with { Scope = scope });
        Assert.Equal(
            (reads, pushes, writes),
            (caller.May([ApiScope.Read]), caller.May([ApiScope.Intake]), caller.May([ApiScope.Admin]))
        );
        Assert.Equal(scope == ApiScope.Admin, caller.May([]));
    }

    private static ApiKey Key { get; } =
        new()
        {
            Id = "0123456789abcdef",
            Name = "one",
            Scope = ApiScope.Read,
            Created = Now,
        };

    private static Edit<ApiKey> Make(ApiKeyRequest request) => ApiKeyRules.Make("0123456789abcdef", request, [], Now);
}
