using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Core.Signing;
using Postern.Functions;
using Postern.Functions.Admin;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Support;

namespace Postern.Tests.DevHost;

/// <summary>Requests byte for byte, as clients of .NET would not send them, to the program's own functions.</summary>
public sealed class RawRequestTests(RawRequestTests.Host host) : IClassFixture<RawRequestTests.Host>
{
    private const string Form = "application/x-www-form-urlencoded";
    private static readonly int[] Refused = [400, 404];

    [Theory]
    [InlineData("content/..%2Fmail-raw%2Fsecret.eml")]
    [InlineData("content/%2e%2e%2fmail-raw%2fsecret.eml")]
    [InlineData("content/a%2F..%2F..%2Fmail-raw%2Fsecret.eml")]
    [InlineData("content/..%5Cmail-raw%5Csecret.eml")]
    [InlineData("content/..%252Fmail-raw%252Fsecret.eml")]
    [InlineData("content/%252e%252e%252fmail-raw%252fsecret.eml")]
    [InlineData("content/%25252e%25252e%25252fmail-raw%25252fsecret.eml")]
    [InlineData("content/../mail-raw/secret.eml")]
    [InlineData("content/..//mail-raw/secret.eml")]
    [InlineData("content/%2e%2e/mail-raw/secret.eml")]
    [InlineData("content/..;/mail-raw/secret.eml")]
    public async Task No_path_of_content_leads_to_raw_mail(string path)
    {
        var (status, head, body) = await host.SendAsync($"GET /api/{path} HTTP/1.1");
        Assert.Contains(status, Refused);
        Assert.DoesNotContain("the secret", body, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-store", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_segment_is_decoded_once()
    {
        var (name, _) = await host.Get<ContentStore>()
            .PutAsync(() => new MemoryStream("the text"u8.ToArray()), default);
        var once = Uri.EscapeDataString(name);
        Assert.Equal((200, "the text"), await BodyAsync($"GET /api/content/{once} HTTP/1.1"));
        var twice = await host.SendAsync($"GET /api/content/{Uri.EscapeDataString(once)} HTTP/1.1");
        Assert.Equal(404, twice.Status);
        Assert.DoesNotContain("the text", twice.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /api/inbound HTTP/1.1", "message/rfc822", (25 << 20) + 100, 413)]
    [InlineData("POST /api/threads/m/1/messages HTTP/1.1", "application/json", (25 << 20) + 100, 413)]
    [InlineData("PUT /api/models/m HTTP/1.1", "application/json", (256 << 10) + 1, 413)]
    [InlineData("PUT /api/models/m HTTP/1.1", "application/json", (256 << 10) + 100, 413)]
    // What just fits is no JSON.
    [InlineData("PUT /api/models/m HTTP/1.1", "application/json", 256 << 10, 400)]
    public async Task A_body_in_chunks_is_refused_when_it_is_too_large(
        string line,
        string type,
        int length,
        int expected
    )
    {
        var (status, _, body) = await host.SendAsync(line, type, length);
        Assert.Equal(expected, status);
        Assert.Contains($"\"status\":{expected}", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/models HTTP/1.1", 200)]
    [InlineData("GET /api/models/nothing HTTP/1.1", 404)]
    [InlineData("GET /api/models?modl=x HTTP/1.1", 400)]
    [InlineData("GET /api/nothing HTTP/1.1", 404)]
    [InlineData("DELETE /api/mails HTTP/1.1", 405)]
    [InlineData("POST /api/content HTTP/1.1", 404)]
    [InlineData("GET /api/unsubscribe/broken HTTP/1.1", 404)]
    [InlineData("GET /api/unsubscribe/broken?utm_source=x HTTP/1.1", 404)]
    public async Task No_answer_is_kept_by_a_cache(string line, int expected)
    {
        var (status, head, _) = await host.SendAsync(line);
        Assert.Equal(expected, status);
        Assert.Contains("Cache-Control: no-store", head, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("DELETE /api/mails HTTP/1.1", 405, "Allow: GET")]
    [InlineData("HEAD /api/models HTTP/1.1", 405, "Allow: GET")]
    [InlineData("PROPFIND /api/models/m HTTP/1.1", 405, "Allow: DELETE, GET, PATCH, PUT")]
    [InlineData("GET /api/models/m/n HTTP/1.1", 404, "application/problem+json")]
    [InlineData("GET /api HTTP/1.1", 404, "application/problem+json")]
    [InlineData("GET /api/ HTTP/1.1", 404, "application/problem+json")]
    [InlineData("GET / HTTP/1.1", 404, "Content-Length: 0")]
    public async Task What_no_function_answers_is_answered_without_a_key(string line, int expected, string field)
    {
        var (status, head, _) = await host.SendAsync(line, key: "none");
        Assert.Equal(expected, status);
        Assert.Contains(field, head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task HEAD_of_a_signed_link_has_the_header_of_GET_and_no_body()
    {
        var token = UnsubscribeTag.Write(await host.Get<TagKeys>().GetAsync(default), "ann@a.example");
        var get = await host.SendAsync($"GET /api/unsubscribe/{token} HTTP/1.1");
        var head = await host.SendAsync($"HEAD /api/unsubscribe/{token} HTTP/1.1");

        Assert.Equal((200, 200, ""), (get.Status, head.Status, head.Body));
        var length = Encoding.UTF8.GetByteCount(get.Body);
        Assert.Contains($"Content-Length: {length}", head.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Without_a_key_the_answer_says_so_before_anything_else_and_is_not_kept_either()
    {
        var (status, head, body) = await host.SendAsync("GET /api/models?modl=x HTTP/1.1", key: "wrong");
        Assert.Equal(401, status);
        Assert.Contains("WWW-Authenticate: Bearer", head, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"status\":401", body, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-store", head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_in_chunks_that_is_too_large_is_refused()
    {
        var (status, _, _) = await host.SendAsync("POST /api/unsubscribe/broken HTTP/1.1", Form, 64 << 10);
        Assert.Equal(404, status);
    }

    private async Task<(int Status, string Body)> BodyAsync(string line)
    {
        var (status, _, body) = await host.SendAsync(line);
        return (status, body);
    }

    /// <summary>The program's HTTP functions on a storage account of their own.</summary>
    public sealed class Host : IAsyncLifetime
    {
        private RunningHost? _host;
        private string? _key;

        public async Task InitializeAsync()
        {
            var storage = (await Azurite.SharedAsync()).NewAccount();
            _host = await RunningHost.StartGatewayAsync(
                [
                    typeof(ContentFunctions),
                    typeof(Postern.Functions.Intake),
                    typeof(ModelFunctions),
                    typeof(MailFunctions),
                    typeof(PostFunctions),
                    typeof(UnknownRoute),
                    typeof(Unsubscribe),
                ],
                new() { [GatewayStorage.ConnectionName] = storage }
            );
            await Get<GatewayStorage>().CreateMissingAsync(default);
            _key = await _host.MakeKeyAsync(ApiScope.Admin);
            var raw = Get<GatewayStorage>().Container(ContainerNames.RawMail);
            await raw.GetBlobClient("secret.eml").UploadAsync(BinaryData.FromString("the secret"));
        }

        public async Task DisposeAsync() => await _host!.DisposeAsync();

        internal T Get<T>()
            where T : notnull => _host!.Services.GetRequiredService<T>();

        /// <summary>Sends a request, with a body of this length in chunks when it has a type.</summary>
        internal async Task<(int Status, string Head, string Body)> SendAsync(
            string line,
            string? type = null,
            int length = 0,
            string? key = null
        )
        {
            using var client = new TcpClient();
            await client.ConnectAsync(_host!.Address.Host, _host.Address.Port);
            await using var stream = client.GetStream();
            var head = $"{line}\r\nHost: localhost\r\nConnection: close\r\nx-functions-key: {key ?? _key}\r\n";
            head += type is null ? "\r\n" : $"Content-Type: {type}\r\nTransfer-Encoding: chunked\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            if (type is not null)
                await SendChunksAsync(stream, length);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var parts = (await reader.ReadToEndAsync()).Split("\r\n\r\n", 2);
            return (
                int.Parse(parts[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture),
                parts[0],
                parts[1]
            );
        }

        // The server may answer, and close, before it has read all.
        private static async Task SendChunksAsync(NetworkStream stream, int length)
        {
            var chunk = new byte[64 << 10];
            Array.Fill(chunk, (byte)'x');
            try
            {
                for (var left = length; left > 0; left -= chunk.Length)
                {
                    var size = Math.Min(left, chunk.Length);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"{size:x}\r\n"));
                    await stream.WriteAsync(chunk.AsMemory(0, size));
                    await stream.WriteAsync("\r\n"u8.ToArray());
                }
                await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
            }
            catch (IOException)
            {
                return;
            }
        }
    }
}
