using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Postern.Functions.Console;
using Postern.Gateway.Storage;
using Postern.Tests.DevHost;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Console;

/// <summary>How the files of the console are served.</summary>
public sealed partial class ConsoleFilesTests(ConsoleFilesTests.Host host, ITestOutputHelper output)
    : IClassFixture<ConsoleFilesTests.Host>
{
    private readonly HttpClient _client = host.Client;

    /// <summary>The function alone.</summary>
    public sealed class Host : IAsyncLifetime
    {
        private RunningHost? _host;

        internal HttpClient Client { get; private set; } = new();

        public async Task InitializeAsync()
        {
            var storage = (await Azurite.SharedAsync()).NewAccount();
            _host = await RunningHost.StartGatewayAsync(
                [typeof(ConsoleFunctions)],
                new() { [GatewayStorage.ConnectionName] = storage }
            );
            Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
            {
                BaseAddress = new Uri(_host.Address, "api/console/"),
            };
        }

        public async Task DisposeAsync()
        {
            Client.Dispose();
            await _host!.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_page_is_asked_for_at_every_visit_and_sent_only_when_it_has_changed()
    {
        using var page = await SendAsync("");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("no-cache", page.Headers.CacheControl?.ToString());
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType?.ToString());

        using var again = await SendAsync("", headers: ("If-None-Match", page.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(page.Headers.ETag, again.Headers.ETag);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Whatever_the_page_refers_to_is_there_and_kept_for_a_year()
    {
        var references = Reference().Matches(await _client.GetStringAsync("")).Select(link => link.Groups[1].Value);

        Assert.NotEmpty(references);
        foreach (var reference in references)
        {
            using var file = await SendAsync(reference);
            Assert.Equal((reference, HttpStatusCode.OK), (reference, file.StatusCode));
            Assert.Equal("public, max-age=31536000, immutable", file.Headers.CacheControl?.ToString());
            Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task The_page_names_all_scripts_of_the_first_screen_so_that_none_waits_for_another()
    {
        var needed = new HashSet<string>();
        var found = new Queue<string>(["app.js", "screens/home.js"]);
        while (found.TryDequeue(out var script))
        {
            if (!needed.Add(script))
                continue;
            var source = await _client.GetStringAsync($"{await HashAsync()}/{script}");
            foreach (var import in Import().Matches(source).Select(match => match.Groups[1].Value))
                found.Enqueue(new Uri(new Uri($"http://console/{script}"), import).AbsolutePath[1..]);
        }

        var page = await _client.GetStringAsync("");
        var named = Reference().Matches(page).Select(link => link.Groups[1].Value.Split('/', 2)[1]);
        Assert.Equal(needed.Order(StringComparer.Ordinal), named.Where(IsScript).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{hash}/app.js")]
    public async Task Every_file_has_the_strict_policy(string path)
    {
        using var file = await SendAsync(path.Replace("{hash}", await HashAsync(), StringComparison.Ordinal));

        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
                + "img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; "
                + "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types lit-html",
            file.Headers.GetValues("Content-Security-Policy").Single()
        );
        Assert.Equal("no-referrer", file.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("noindex, nofollow", file.Headers.GetValues("X-Robots-Tag").Single());
    }

    [Fact]
    public async Task HEAD_answers_as_GET_without_the_content()
    {
        using var page = await SendAsync("");
        using var head = await SendAsync("", HttpMethod.Head);

        Assert.Equal((page.StatusCode, page.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Equal(page.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Without_the_slash_the_page_is_elsewhere()
    {
        using var answer = await SendAsync("../console");

        Assert.Equal(HttpStatusCode.PermanentRedirect, answer.StatusCode);
        Assert.Equal(
            _client.BaseAddress,
            new Uri(new Uri(_client.BaseAddress!, "../console"), answer.Headers.Location!)
        );
    }

    [Theory]
    [InlineData("0123456789abcdef/app.js")]
    [InlineData("{hash}/none.js")]
    [InlineData("{hash}/../index.html")]
    [InlineData("index.html")]
    [InlineData("{hash}")]
    public async Task A_file_of_another_version_is_not_there_and_that_answer_is_not_kept(string path)
    {
        using var answer = await SendAsync(path.Replace("{hash}", await HashAsync(), StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    [InlineData(null, null)]
    public async Task It_is_compressed_as_the_client_takes_it(string? accepted, string? expected)
    {
        var path = $"{await HashAsync()}/style.css";

        using var answer = await SendAsync(path, headers: accepted is null ? [] : [("Accept-Encoding", accepted)]);

        Assert.Equal(expected, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", answer.Headers.Vary.Single());
        Assert.Equal(expected is not null, answer.Headers.ETag!.Tag.Contains('-', StringComparison.Ordinal));
        var size = answer.Content.Headers.ContentLength!.Value;
        var source = new FileInfo(Path.Combine(ConsoleScreens.Folder, "style.css")).Length;
        Assert.True(expected is null ? size == source : size < source / 2, $"{size} of {source}");
    }

    [Fact]
    public async Task All_files_together_are_less_than_200_kilobytes_on_the_wire()
    {
        var hash = await HashAsync();
        var paths = ConsoleScreens
            .Files.Where(file => file != "index.html")
            .Append("lit/lit-html.js")
            .Append("lit/directive.js")
            .Append("lit/directive-helpers.js")
            .Append("lit/directives/live.js")
            .Append("lit/directives/repeat.js")
            .Select(file => $"{hash}/{file}");

        long total = 0;
        foreach (var path in paths.Append(""))
        {
            using var answer = await SendAsync(path, headers: ("Accept-Encoding", "br"));
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
            total += answer.Content.Headers.ContentLength!.Value;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"All files: {total / 1000.0:0.0} kB"));
        Assert.InRange(total, 20_000, 200_000);
    }

    private async Task<string> HashAsync() => Hash().Match(await _client.GetStringAsync("")).Groups[1].Value;

    private async Task<HttpResponseMessage> SendAsync(
        string path,
        HttpMethod? method = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request);
    }

    private static bool IsScript(string path) => path.EndsWith(".js", StringComparison.Ordinal);

    [GeneratedRegex("(?:from|import) ?[\"'](\\.[^\"']+)[\"']")]
    private static partial Regex Import();

    [GeneratedRegex("(?:href|src)=\"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex("src=\"([0-9a-f]{16})/app.js\"")]
    private static partial Regex Hash();
}
