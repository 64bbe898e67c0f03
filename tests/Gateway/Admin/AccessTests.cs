using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Postern.Contracts.Http;
using Postern.Functions.Http;

namespace Postern.Tests.Admin;

/// <summary>Who may call which function.</summary>
public sealed class AccessTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    // Who comes there shows a signature of their own, or there is nothing to see.
    private static readonly string[] Public =
    [
        "console/{*file}",
        "docs",
        "follow/{token}",
        "inbound/{provider}",
        "inbound/{provider}/mime",
        "unsubscribe/{token}",
        "{*path}",
    ];

    private static readonly Dictionary<string, ApiScope[]> Declared = new()
    {
        ["POST inbound"] = [ApiScope.Intake],
        ["POST threads/{model}/{id}/messages"] = [ApiScope.Post],
        ["GET posts/{id}"] = [ApiScope.Read, ApiScope.Post],
        ["GET configuration"] = [ApiScope.Admin],
        ["GET people/{address}/export"] = [ApiScope.Admin],
        ["GET keys/me"] = [ApiScope.Read, ApiScope.Intake, ApiScope.Post],
        ["POST explain/inbound"] = [ApiScope.Read],
        ["POST explain/outbound"] = [ApiScope.Read],
    };

    [Fact]
    public void Every_function_is_guarded_or_on_the_short_list_of_public_ones()
    {
        Assert.True(HttpFunctionMap.All.Count > 60);
        var open = HttpFunctionMap.All.Where(function => KindOf(function) == AccessKind.Public);
        Assert.Equal(Public.Order(), open.Select(function => function.Route).Distinct().Order());
    }

    [Fact]
    public void The_host_asks_for_its_master_key_at_one_function_and_for_no_key_at_all_others()
    {
        var ofHost = HttpFunctionMap.All.Where(function => function.Level != AuthorizationLevel.Anonymous).ToList();
        Assert.Equal(["CreateFirstKey"], ofHost.Select(function => function.Name));
        Assert.Equal(AuthorizationLevel.Admin, ofHost[0].Level);
        Assert.Equal(["CreateFirstKey"], Names(AccessKind.Host));
    }

    [Fact]
    public void What_declares_nothing_is_for_readers_if_it_only_reads_and_else_for_administrators()
    {
        foreach (var function in HttpFunctionMap.All.Where(function => KindOf(function) == AccessKind.Key))
        {
            var reads = function.Verbs.All(verb => verb is "GET" or "HEAD");
            var expected = function
                .Verbs.Select(verb => Declared.GetValueOrDefault($"{verb} {function.Route}"))
                .FirstOrDefault(scopes => scopes is not null);
            Assert.Equal(
                (function.Name, string.Join(',', expected ?? [reads ? ApiScope.Read : ApiScope.Admin])),
                (function.Name, string.Join(',', FunctionAccess.Of(function.Method).AnyOf))
            );
        }
    }

    [Fact]
    public void A_function_without_any_declaration_is_for_administrators_also_when_it_takes_every_method()
    {
        var access = FunctionAccess.Of(typeof(Samples).GetMethod(nameof(Samples.Undeclared))!);
        Assert.Equal((AccessKind.Key, ApiScope.Admin), (access.Kind, Assert.Single(access.AnyOf)));
        Assert.Throws<InvalidOperationException>(() =>
            FunctionAccess.Of(typeof(Samples).GetMethod(nameof(Samples.NoFunction))!)
        );
    }

    public static TheoryData<string, string> Guarded()
    {
        var routes = new TheoryData<string, string>();
        foreach (var function in HttpFunctionMap.All.Where(function => KindOf(function) == AccessKind.Key))
        {
            foreach (var verb in function.Verbs)
                routes.Add(verb, function.Route.Replace('{', 'x').Replace('}', 'x'));
        }
        return routes;
    }

    [Theory]
    [MemberData(nameof(Guarded))]
    public async Task No_guarded_route_answers_without_a_key_with_a_wrong_one_or_to_a_person_of_the_requests_own(
        string verb,
        string path
    )
    {
        var unknown = (await gateway.MakeKeyAsync("gone", ApiScope.Admin, DateTimeOffset.UtcNow.AddMilliseconds(1)));
        (string, string)[] wrong =
        [
            ("x-functions-key", ""),
            ("x-functions-key", "wrong"),
            ("x-functions-key", unknown),
            ("Authorization", "Basic YWRtaW46YWRtaW4="),
            ("Authorization", "Bearer"),
        ];
        foreach (var header in wrong)
        {
            var answer = await gateway.SendAsync(verb, path, null, null, header, AdminPrincipal);
            Assert.Equal((401, "application/problem+json"), (answer.Status, answer.ContentType));
            Assert.StartsWith("Bearer ", answer.Headers.WWWAuthenticate.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("GET", "models", ApiScope.Intake, "'read' or 'admin'")]
    [InlineData("GET", "models", ApiScope.Post, "'read' or 'admin'")]
    [InlineData("PUT", "models/m", ApiScope.Read, "'admin'")]
    [InlineData("DELETE", "models/m", ApiScope.Intake, "'admin'")]
    [InlineData("POST", "keys", ApiScope.Read, "'admin'")]
    [InlineData("GET", "people/a@b.example/export", ApiScope.Read, "'admin'")]
    [InlineData("DELETE", "people/a@b.example", ApiScope.Read, "'admin'")]
    [InlineData("POST", "inbound", ApiScope.Read, "'intake' or 'admin'")]
    [InlineData("POST", "threads/m/1/messages", ApiScope.Read, "'post' or 'admin'")]
    [InlineData("POST", "threads/m/1/messages", ApiScope.Intake, "'post' or 'admin'")]
    [InlineData("GET", "threads/m/1/messages", ApiScope.Post, "'read' or 'admin'")]
    public async Task A_key_whose_scope_does_not_suffice_is_told_which_is_needed(
        string verb,
        string path,
        ApiScope scope,
        string needed
    )
    {
        var key = await gateway.MakeKeyAsync("narrow", scope);
        var answer = await gateway.SendAsync(verb, path, null, null, ("Authorization", $"Bearer {key}"));
        Assert.Equal((403, "application/problem+json"), (answer.Status, answer.ContentType));
        Assert.Contains($"{needed} is needed", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_opens_what_it_is_for_in_either_field()
    {
        var read = await gateway.MakeKeyAsync("reader", ApiScope.Read);
        Assert.Equal(200, (await gateway.GetAsync("models", ("x-functions-key", read))).Status);
        Assert.Equal(200, (await gateway.GetAsync("models", ("Authorization", $"bearer {read}"))).Status);
        var post = await gateway.MakeKeyAsync("poster", ApiScope.Post);
        Assert.Equal(404, (await gateway.GetAsync("posts/none", ("x-functions-key", post))).Status);
    }

    [Fact]
    public async Task A_key_in_the_query_pushes_mail_if_that_is_all_it_may_and_opens_nothing_else()
    {
        var (intake, admin) = (
            await gateway.MakeKeyAsync("provider", ApiScope.Intake),
            await gateway.MakeKeyAsync("careless", ApiScope.Admin)
        );
        Assert.Equal(415, await PushAsync($"inbound?code={intake}"));
        Assert.Equal(403, await PushAsync($"inbound?code={admin}"));
        Assert.Equal(401, await PushAsync("inbound?code=wrong"));
        Assert.Equal(401, await PushAsync("inbound"));
        Assert.Equal(401, (await gateway.GetAsync($"models?code={admin}", ("x-functions-key", ""))).Status);
        Assert.Equal(401, (await gateway.GetAsync($"keys/me?code={intake}", ("x-functions-key", ""))).Status);
    }

    private static (string, string) AdminPrincipal =>
        (
            "X-MS-CLIENT-PRINCIPAL",
            Convert.ToBase64String("""{"claims":[{"typ":"r","val":"Postern.Admin"}],"name_typ":"n","role_typ":"r"}"""u8)
        );

    private async Task<int> PushAsync(string path) =>
        (await gateway.SendAsync("POST", path, null, null, ("x-functions-key", ""))).Status;

    private static AccessKind KindOf(MappedFunction function) => FunctionAccess.Of(function.Method).Kind;

    private static IEnumerable<string> Names(AccessKind kind) =>
        HttpFunctionMap.All.Where(function => KindOf(function) == kind).Select(function => function.Name);

    private static class Samples
    {
        public static void Undeclared([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            _ = request.Path;

        public static void NoFunction(HttpRequest request) => _ = request.Path;
    }
}
