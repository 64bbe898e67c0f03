using FsCheck.Xunit;
using Postern.Core.Addresses;
using Postern.Core.Selection;

namespace Postern.Tests.Selection;

public sealed class SenderIdentityTests
{
    private static readonly EmailAddress Notifications = EmailAddress.Parse("notifications@mycompany.com");

    [Theory]
    [InlineData("\"Admin\" <admin@example.com>", "\"Admin\" <notifications@mycompany.com>")]
    [InlineData("admin@example.com", "\"admin\" <notifications@mycompany.com>")]
    [InlineData("ADMIN@example.com", "\"ADMIN\" <notifications@mycompany.com>")]
    [InlineData("\"Ext, Xenia\" <xenia@outside.example>", "\"Ext, Xenia\" <notifications@mycompany.com>")]
    [InlineData("xenia@outside.example (Xenia)", "\"Xenia\" <notifications@mycompany.com>")]
    [InlineData("=?utf-8?q?X=C3=A9nia?= <xenia@outside.example>", "Xénia <notifications@mycompany.com>")]
    [InlineData("陳大文 <chan@outside.example>", "陳大文 <notifications@mycompany.com>")]
    [InlineData(
        "\"notifications@mycompany.com\" <notifications@mycompany.com>",
        "\"notifications@mycompany.com\" <notifications@mycompany.com>"
    )]
    [InlineData("notifications@mycompany.com", "notifications@mycompany.com")]
    public void The_author_is_encapsulated_under_the_name_else_the_local_part(string from, string expected) =>
        Assert.Equal(EmailAddress.Parse(expected), FromRewriter.As(Notifications, SenderIdentity.Read(from)));

    [Theory]
    [InlineData("\"xenia@outside.example\" <xenia@outside.example>", "xenia")]
    [InlineData("\"Xenia (Xenia@Outside.example)\" <xenia@outside.example>", "Xenia")]
    [InlineData("\"Xenia xenia@bücher.example\" <xenia@xn--bcher-kva.example>", "Xenia")]
    [InlineData("\"xenia@xenia@outside.exampleoutside.example\" <xenia@outside.example>", "xenia")]
    [InlineData("\"Me@Work\" <xenia@outside.example>", "Me@Work")]
    [InlineData("\"ceo@bank.example\" <xenia@outside.example>", "xenia")]
    [InlineData("\"The CEO <ceo@bank.example>\" <xenia@outside.example>", "The CEO")]
    [InlineData("\"The CEO (ceo@bank.example) of Bank\" <xenia@outside.example>", "The CEO ( ) of Bank")]
    [InlineData("\"CEO ceo\uFF20bank\uFF0Eexample\" <xenia@outside.example>", "CEO")]
    [InlineData("\"CEO ceo\uFE6Bbank.example\" <xenia@outside.example>", "CEO")]
    [InlineData("\"CEO c\u200Beo@\u202Ebank.example\" <xenia@outside.example>", "CEO")]
    [InlineData("\"CEO ceo @ bank.example\" <xenia@outside.example>", "CEO")]
    [InlineData("\"CEO ceo&#64;bank.example\" <xenia@outside.example>", "CEO")]
    [InlineData("\"CEO ceo%40bank.example\" <xenia@outside.example>", "CEO")]
    [InlineData("\"CEO =?utf-8?q?ceo=40bank.example?=\" <xenia@outside.example>", "CEO")]
    [InlineData("\"CEO =?utf-8?b?Y2VvQGJhbmsuZXhhbXBsZQ==?=\" <xenia@outside.example>", "CEO")]
    [InlineData("=?utf-8?q?=3D=3Futf-8=3Fb=3FY2VvQGJhbmsuZXhhbXBsZQ=3D=3D=3F=3D?= <xenia@outside.example>", "xenia")]
    [InlineData("\"Xenia (Sales)\" <xenia@outside.example>", "Xenia (Sales)")]
    [InlineData("\"a@b.c@bank.example d@e.f\" <xenia@outside.example>", "xenia")]
    [InlineData("\"Xenia @ Outside\" <xenia@outside.example>", "Xenia @ Outside")]
    [InlineData("Xenia <xenia@outside.example>, Yann <yann@outside.example>", "Xenia")]
    [InlineData("Xenia without address", "Xenia without address")]
    [InlineData("Xenia xenia@outside.example", "Xenia")]
    [InlineData("a@b@outside.example", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_name_holds_no_address_of_the_author(string? from, string? expected) =>
        Assert.Equal(expected, SenderIdentity.Read(from).CallName);

    [Theory]
    [InlineData("xenia@outside.example,", "xenia@outside.example")]
    [InlineData("Xenia\r\n <Xenia@Outside.Example>", "xenia@outside.example")]
    [InlineData("xenia", null)]
    [InlineData("a@b@outside.example", null)]
    [InlineData("a@outside.example, b@outside.example", null)]
    [InlineData("<>", null)]
    public void Exactly_one_usable_address_counts(string from, string? expected) =>
        Assert.Equal(expected, SenderIdentity.Read(from).Address?.Address);

    [Theory]
    [InlineData("Xenia\r\nBcc: evil@example.com <xenia@outside.example>")]
    [InlineData("\"Xenia\u0000\u0007\" <xenia@outside.example>")]
    public void A_name_is_one_line_of_printable_text(string from) =>
        Assert.DoesNotContain(SenderIdentity.Read(from).CallName ?? "", char.IsControl);

    [Property]
    public bool Any_text_can_be_read(string? from) => !(SenderIdentity.Read(from).CallName ?? "").Any(char.IsControl);

    [Theory]
    [InlineData("<anna@mycompany.example>", null)]
    [InlineData("anna@mycompany.example, Eve <eve@evil.example>", "Eve")]
    [InlineData("<=?utf-8?q?anna=40mycompany.example?=>", null)]
    [InlineData("Anna Agent", "Anna Agent")]
    public void A_From_that_credits_nobody_leaves_only_a_name(string text, string? name)
    {
        Assert.Equal(name, SenderIdentity.NameIn(text));
        Assert.Null(SenderIdentity.Read(name).Address);
    }
}
