using System.Text;
using Postern.Contracts.Http;
using Postern.Core.Access;

namespace Postern.Tests.Access;

/// <summary>The field in the form that App Service authentication documents.</summary>
public sealed class SignedInPersonTests
{
    private const string RoleType = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
    private const string NameType = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";

    [Theory]
    [InlineData("Postern.Admin", ApiScope.Admin)]
    [InlineData("Postern.Reader", ApiScope.Read)]
    [InlineData("Postern.Intake", ApiScope.Intake)]
    public void A_role_of_the_application_is_a_scope(string role, ApiScope scope)
    {
        var person = SignedInPerson.Read(Field(("name", "Ann"), ("roles", role), ("aud", "Postern.Admin")));
        Assert.Equal("Ann", person!.Name);
        Assert.Equal([scope], person.Scopes);
    }

    [Fact]
    public void Other_roles_and_none_open_nothing()
    {
        Assert.Empty(
            SignedInPerson.Read(Field(("name", "Ann"), ("roles", "Admin"), ("roles", "postern.admin")))!.Scopes
        );
        Assert.Empty(SignedInPerson.Read(Field())!.Scopes);
    }

    [Fact]
    public void Several_roles_count_once_each() =>
        Assert.Equal(
            [ApiScope.Read, ApiScope.Intake],
            SignedInPerson
                .Read(Field(("roles", "Postern.Reader"), ("roles", "Postern.Intake"), ("roles", "Postern.Reader")))!
                .Scopes
        );

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"claims":{}}""")]
    [InlineData("""{"claims":[{"typ":7}],"name_typ":"n","role_typ":"r"}""")]
    [InlineData("""{"claims":[7],"name_typ":"n","role_typ":"r"}""")]
    public void What_is_of_another_form_names_nobody(string json)
    {
        Assert.Null(SignedInPerson.Read(json));
        Assert.Null(SignedInPerson.Read(Base64(json)));
        Assert.Null(SignedInPerson.Read(new string('A', 100_000)));
    }

    private static string Field(params (string Kind, string Value)[] claims)
    {
        var all = claims.Select(claim => $$"""{"typ":"{{TypeOf(claim.Kind)}}","val":"{{claim.Value}}"}""");
        return Base64(
            $$"""{"auth_typ":"aad","claims":[{{string.Join(',', all)}}],"name_typ":"{{NameType}}","role_typ":"{{RoleType}}"}"""
        );
    }

    private static string TypeOf(string kind) =>
        kind switch
        {
            "name" => NameType,
            "roles" => RoleType,
            _ => kind,
        };

    private static string Base64(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
}
