using System.Text;

namespace Postern.Tests.Admin;

/// <summary>The members of the query: each operation has its own, and says so.</summary>
public sealed class QueryTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Theory]
    [InlineData("mails?stat=held", "stat", "'state'")]
    [InlineData("mails?limt=1", "limt", "'limit'")]
    [InlineData("mails?limit=1&message-id=x", "message-id", "'messageId'")]
    [InlineData("attention?kinds=held", "kinds", "'kind'")]
    [InlineData("threads/m/1/messages?before=x", "before", "'after'")]
    [InlineData("threads/mails/attention/deliveries?kind=x", "kind", "'limit'")]
    [InlineData("contacts?cont=x", "cont", "'limit'")]
    [InlineData("contacts/models?limit=1", "limit", "none here")]
    [InlineData("blacklist?reasons=x", "reasons", "'reason'")]
    [InlineData("domains/mycompany.example/dns?selectors=x", "selectors", "'selector'")]
    [InlineData("models/x?limit=1", "limit", "none here")]
    [InlineData("models/x?code=key", "code", "none here")]
    [InlineData("health?verbose", "verbose", "none here")]
    [InlineData("content/a.txt?download=1", "download", "none here")]
    public async Task An_unknown_one_is_refused_with_the_nearest_that_there_is(string path, string field, string said)
    {
        var answer = await gateway.GetAsync(path);
        Assert.Equal((400, field), (answer.Status, Assert.Single(answer.Fields)));
        Assert.Contains(said, answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mails?LIMIT=1")]
    [InlineData("contacts?limit=")]
    public async Task A_known_one_is_taken(string path) => Assert.Equal(200, (await gateway.GetAsync(path)).Status);

    [Fact]
    public async Task A_write_has_none_unless_it_says_so()
    {
        Assert.Equal(["dryRun"], (await gateway.PutAsync("models/m?dryRun=true", "{}")).Fields);
        Assert.Equal(["cc"], (await gateway.SendAsync("POST", "inbound?cc=a@b.example", "message/rfc822", [1])).Fields);
        Assert.Equal(["too"], (await gateway.PostAsync("explain/inbound?too=a@b.example", "{}")).Fields);
    }

    [Theory]
    [InlineData("unsubscribe/broken?utm_source=mail")]
    [InlineData("follow/broken?fbclid=1")]
    public async Task A_signed_link_may_have_been_added_to_on_its_way(string path) =>
        Assert.Equal(404, (await gateway.GetAsync(path)).Status);

    [Theory]
    [InlineData("attention?kind=7")]
    [InlineData("attention?kind=0")]
    [InlineData("attention?kind=-1")]
    [InlineData("attention?kind=%207")]
    [InlineData("attention?kind=held,parked")]
    [InlineData("threads/m/1/deliveries?state=7")]
    [InlineData("threads/m/1/deliveries?state=0")]
    [InlineData("threads/m/1/deliveries?state=+1")]
    [InlineData("mails?state=1")]
    [InlineData("mails?state=held,parked")]
    [InlineData("blacklist?reason=1")]
    public async Task A_number_or_a_list_is_no_name_of_a_kind(string path)
    {
        var answer = await gateway.GetAsync(path);
        Assert.Equal(400, answer.Status);
        Assert.Contains("must be one of", Encoding.UTF8.GetString(answer.Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attention?kind=held")]
    [InlineData("attention?kind=HELD")]
    [InlineData("mails?state=quarantined")]
    [InlineData("blacklist?reason=bounces")]
    public async Task A_name_is_taken_whatever_its_case(string path) =>
        Assert.Equal(200, (await gateway.GetAsync(path)).Status);
}
