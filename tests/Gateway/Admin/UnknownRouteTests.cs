using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Postern.Tests.Admin;

/// <summary>What answers when no function does.</summary>
public sealed class UnknownRouteTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Theory]
    [InlineData("GET", "nothing")]
    [InlineData("GET", "models/a/b/c")]
    [InlineData("GET", "nothing/models/m")]
    [InlineData("POST", "")]
    [InlineData("DELETE", "threads/x")]
    public async Task A_path_that_is_not_there_is_answered_404(string verb, string path)
    {
        var answer = await gateway.SendAsync(verb, path, null, null, ("x-functions-key", ""));
        Assert.Equal((404, "application/problem+json"), (answer.Status, answer.ContentType));
    }

    [Theory]
    [InlineData("DELETE", "mails", "GET")]
    [InlineData("POST", "models/m", "DELETE, GET, PATCH, PUT")]
    [InlineData("HEAD", "models", "GET")]
    [InlineData("OPTIONS", "threads/m/1/messages", "GET, POST")]
    [InlineData("GET", "keys/0123456789abcdef", "DELETE")]
    [InlineData("PUT", "unsubscribe/token", "GET, HEAD, POST")]
    [InlineData("PROPFIND", "ALIASES/main/support", "DELETE, GET, PATCH, PUT")]
    public async Task A_method_that_a_path_does_not_take_is_answered_405_with_those_that_it_takes(
        string verb,
        string path,
        string allowed
    )
    {
        var answer = await gateway.SendAsync(verb, path, null, null, ("x-functions-key", ""));
        Assert.Equal((405, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Equal(allowed, answer.Headers.Allow.ToString());
    }

    // The platform asks functions in the order of their names, and takes the first whose route and method match.
    [Fact]
    public void Its_name_is_the_last_of_all()
    {
        var names = HttpFunctionMap.All.Select(function => function.Name).ToList();
        Assert.Equal("ZUnknownRoute", names.Order(StringComparer.Ordinal).Last());
        Assert.Equal("ZUnknownRoute", names.Order(StringComparer.OrdinalIgnoreCase).Last());
    }

    [Fact]
    public void No_other_two_functions_take_the_same_request()
    {
        foreach (var one in HttpFunctionMap.Described)
        {
            var path = $"/{one.Route.Replace('{', 'x').Replace('}', 'x')}";
            var same = HttpFunctionMap.Described.Where(other =>
                other.Verbs.Intersect(one.Verbs).Any()
                && new TemplateMatcher(TemplateParser.Parse(other.Route), []).TryMatch(path, new RouteValueDictionary())
            );
            Assert.Equal([one.Name], same.Select(function => function.Name));
        }
    }
}
