using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Tests.Configuration;

/// <summary>How the DKIM keys of an alias domain follow one another.</summary>
public sealed class DkimRulesTests
{
    private const string Name = "mycompany.com";
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_active_key_signs_until_the_next_one_is_activated_and_may_come_back()
    {
        var keys = Activated(Added(null, "s1"), "s1", Now);
        keys = Added(keys, "s2");
        Assert.Equal([DkimSelectorState.Active, DkimSelectorState.Next], States(keys));

        keys = Activated(keys, "s2", Now.AddDays(1));
        Assert.Equal([DkimSelectorState.Former, DkimSelectorState.Active], States(keys));
        Assert.Equal((Now, Now.AddDays(1)), (keys.Keys[0].Activated, keys.Keys[0].Retired));

        keys = Activated(keys, "s1", Now.AddDays(2));
        Assert.Equal([DkimSelectorState.Active, DkimSelectorState.Former], States(keys));
        Assert.Equal((Now.AddDays(2), null), (keys.Keys[0].Activated, keys.Keys[0].Retired));
        Assert.Same(keys, Activated(keys, "s1", Now.AddDays(3)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("S1")]
    [InlineData("a.b")]
    [InlineData("a_b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("schlüssel")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void A_selector_is_one_label_of_a_domain_name(string selector) =>
        Assert.Equal("selector", Assert.Single(DkimRules.Add(null, Key(selector)).Findings.Errors).Field);

    [Fact]
    public void There_is_one_next_key_and_a_selector_has_one_key()
    {
        var keys = Added(null, "s1");
        AssertConflict("'s1' is the next key already", DkimRules.Add(keys, Key("s2")).Findings);
        keys = Activated(keys, "s1", Now);
        AssertConflict("'s1' has a key", DkimRules.Add(keys, Key("s1")).Findings);
    }

    [Fact]
    public void The_active_key_stays_and_others_may_go()
    {
        var keys = Added(Activated(Added(null, "s1"), "s1", Now), "s2");
        AssertConflict("is the active key", DkimRules.Remove(keys, "s1").Findings);
        Assert.Equal("s1", Assert.Single(DkimRules.Remove(keys, "s2").Value.Keys).Selector);
    }

    [Fact]
    public void A_key_of_a_former_name_and_one_that_is_gone_cannot_be_activated()
    {
        var keys = Added(null, "s1");
        AssertConflict("is a key of mycompany.com", DkimRules.Activate(keys, "s1", "renamed.example", Now).Findings);
        AssertConflict("no longer there", DkimRules.Activate(keys, "s2", Name, Now).Findings);
    }

    [Fact]
    public void Ten_keys_are_enough_and_each_day_has_selectors_for_them()
    {
        DkimSigningKeys? keys = null;
        for (var i = 0; i < 10; i++)
        {
            var selector = DkimRules.NewSelector(keys, Now);
            Assert.Equal(i == 0 ? "p20261129" : $"p20261129-{i + 1}", selector);
            keys = Activated(Added(keys, selector), selector, Now);
        }
        AssertConflict("ten keys", DkimRules.Add(keys, Key(DkimRules.NewSelector(keys, Now))).Findings);
    }

    [Fact]
    public void A_record_is_cut_into_strings_that_fit()
    {
        var shown = (Key("s1") with { PublicKey = new string('x', 392) }).Show();
        Assert.Equal(("s1._domainkey.mycompany.com", 2), (shown.Name, shown.Strings.Count));
        Assert.All(shown.Strings, piece => Assert.InRange(piece.Length, 1, 255));
        Assert.Equal(shown.Value, string.Concat(shown.Strings));
        Assert.StartsWith("v=DKIM1; k=rsa; p=xxx", shown.Value, StringComparison.Ordinal);
    }

    private static void AssertConflict(string text, Findings findings) =>
        Assert.Contains(text, Assert.Single(findings.Conflicts).Message, StringComparison.Ordinal);

    private static IEnumerable<DkimSelectorState> States(DkimSigningKeys keys) => keys.Keys.Select(key => key.State);

    private static DkimSigningKeys Added(DkimSigningKeys? keys, string selector) =>
        Allowed(DkimRules.Add(keys, Key(selector)));

    private static DkimSigningKeys Activated(DkimSigningKeys keys, string selector, DateTimeOffset now) =>
        Allowed(DkimRules.Activate(keys, selector, Name, now));

    private static DkimSigningKeys Allowed(Edit<DkimSigningKeys> edit)
    {
        Assert.True(edit.Findings.Allow);
        return edit.Value;
    }

    private static DkimSigningKey Key(string selector) =>
        new()
        {
            Selector = selector,
            Algorithm = DkimAlgorithm.Rsa,
            Domain = Name,
            PublicKey = "AAAA",
            Secret = $"dkim-main-{selector}",
            Created = Now,
        };
}
