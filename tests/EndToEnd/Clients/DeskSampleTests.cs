using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using Postern.Tests.Console;
using Postern.Tests.FirstRun;
using Postern.Tests.Support;

namespace Postern.Tests.Clients;

/// <summary>The desks of docs/samples in other languages than C#, as somebody types into them.</summary>
[Trait("Speed", "Long")]
public sealed class DeskSampleTests(ClientGateway gateway) : IClassFixture<ClientGateway>
{
    private const string Carl = "carl@customer.example";
    private static readonly string Samples = Path.Combine(Repository.Root, "docs", "samples");

    [SkippableFact]
    public async Task The_desk_for_Node_opens_a_ticket_sees_the_customers_answer_and_prints_all()
    {
        var version = await NodeProgram.RunAsync("--print", "process.versions.node");
        Skip.If(new Version(version) < new Version(20, 0), "Node.js 20 is needed by the packages of the sample.");
        await WorkAsync("node-7", "node", Path.Combine(await InstalledAsync(), "desk.mjs"));
    }

    [SkippableFact]
    public async Task So_does_the_one_for_Python_without_any_package()
    {
        var version = await ScriptRun.OfAsync(Samples, "sh", ["-c", "python3 --version"]);
        Skip.IfNot(version.Code == 0, "Not installed: the Debian package python3.");
        await WorkAsync("python-7", "python3", "-u", Path.Combine(Samples, "desk-python", "desk.py"));
    }

    private async Task WorkAsync(string ticket, string program, params string[] arguments)
    {
        var server = gateway.Server!;
        await SetUpAsync(server.Api);
        (string, string)[] settings =
        [
            ("API", $"{server.Address}/api"),
            ("KEY", server.Key),
            ("AZURE_STORAGE_CONNECTION_STRING", gateway.Storage),
        ];
        await using var desk = SideProcess.Start(program, arguments, Samples, settings);

        await desk.WriteLineAsync($"show {ticket}");
        await ShownAsync(desk, null, "404");
        await desk.WriteLineAsync($"open {ticket} {Carl} It is mended.");
        await ShownAsync(desk, null, $"{ticket}: posted");
        await ShownAsync(desk, "events", $"{ticket}: sent to {Carl}");
        var sent = await CaughtAsync(server, $"Ticket {ticket}");
        await ConsoleData.PushAsync(server.Api, Text(Mails.ReplyTo(sent, $"Carl <{Carl}>", "Danke, sehr schön.")));
        await ShownAsync(desk, "events", $"{ticket}: \"Carl\" <{Carl}> wrote");
        Assert.Single(desk.Output.Split('\n'), line => line == $"{ticket}: sent to {Carl}");
        // A mail may have no text at all.
        await ConsoleData.PushAsync(server.Api, Text(Mails.ReplyTo(sent, "Dora <dora@customer.example>", "")));
        await ShownAsync(desk, "events", $"{ticket}: \"Dora\" <dora@customer.example> wrote");
        // More than a message on a queue may hold.
        var text = $"begin {new string('x', 70_000)} end";
        await desk.WriteLineAsync($"answer {ticket} {text}");
        await ShownAsync(desk, $"show {ticket}", $"Desk: {text}");

        var said = desk.Output.Split('\n').ToList().FindLast(line => line.Contains("Carl: ", StringComparison.Ordinal));
        Assert.EndsWith("Carl: Danke, sehr schön.", said, StringComparison.Ordinal);
    }

    private static async Task SetUpAsync(HttpClient api)
    {
        await ConsoleData.PutAsync(api, "alias-domains/main", new { name = "example.com", isDefault = true });
        await ConsoleData.PutAsync(api, "parameters/mail.events", new { value = "all" });
    }

    // A command that only looks is typed until it shows what is expected, as by somebody who waits for it.
    private static Task ShownAsync(SideProcess desk, string? command, string expected) =>
        Eventually.TrueAsync(async () =>
        {
            if (command is not null)
                await desk.WriteLineAsync(command);
            return desk.Output.Contains(expected, StringComparison.Ordinal);
        });

    private static async Task<MimeMessage> CaughtAsync(ConsoleServer server, string subject)
    {
        var mails = await server.Api.GetFromJsonAsync<JsonArray>(new Uri("/dev/mails", UriKind.Relative));
        var id = mails!.First(mail => mail!["subject"]!.GetValue<string>() == subject)!["id"]!.GetValue<string>();
        await using var content = await server.Api.GetStreamAsync(new Uri($"/dev/mails/{id}", UriKind.Relative));
        return await MimeMessage.LoadAsync(content);
    }

    private static string Text(MimeMessage mail)
    {
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return Encoding.UTF8.GetString(raw.ToArray());
    }

    // With the packages of its lock file, which are installed beside a copy: a checkout stays as it is.
    private static async Task<string> InstalledAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "desk-node")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Samples, "desk-node")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var install = await ScriptRun.OfAsync(folder, "npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"]);
        Assert.True(install.Code == 0, install.Error);
        return folder;
    }
}
