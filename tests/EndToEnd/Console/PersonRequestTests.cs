using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.Playwright;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>An administrator answers a person's request for their data, and deletes a thread.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed partial class PersonRequestTests(ConsoleHost host, MailDesk desk)
{
    private const string Hostile = "Ann <img src=x onerror=window.__xss='name'>";

    [SkippableFact]
    public async Task All_that_is_held_about_a_person_is_saved_as_a_file_and_the_key_is_in_no_address()
    {
        await using var window = await host.OpenAsync(desk);
        var address = await WriteAsync();
        var addresses = new List<string>();
        window.Page.Request += (_, request) => addresses.Add(request.Url);
        await window.SignInAsync(Person(address));

        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("Export").ClickAsync());

        await Assertions.Expect(window.Page.GetByText($"The export of {address} is whole")).ToBeVisibleAsync();
        Assert.Matches($"^{Regex.Escape(address)}-[0-9-]+\\.zip$", download.SuggestedFilename);
        using var export = await ZipFile.OpenReadAsync(await download.PathAsync());
        Assert.Contains(export.Entries, entry => entry.FullName == "manifest.json");
        Assert.Contains(export.Entries, entry => entry.FullName.EndsWith(".eml", StringComparison.Ordinal));
        Assert.Contains(addresses, one => one.EndsWith("/export", StringComparison.Ordinal));
        Assert.DoesNotContain(
            addresses,
            one =>
                one.Contains(desk.Server.Key, StringComparison.Ordinal)
                && !one.Contains("/#key=", StringComparison.Ordinal)
        );
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task A_person_is_erased_once_the_address_was_typed_and_the_list_shows_it_to_its_end()
    {
        await using var window = await host.OpenAsync(desk);
        var address = await WriteAsync();
        await window.SignInAsync(Person(address));
        await window.Button("Erase the person").ClickAsync();
        await Assertions.Expect(window.Dialog).ToContainTextAsync("What stays:");
        Assert.Empty(await Axe.ViolationsAsync(window.Page));

        await TypeAsync(window, "bob@customer.example");
        await Assertions.Expect(window.Dialog.Locator(".error")).ToHaveTextAsync("This is another address.");
        await ConsoleData.PutAsync(desk.Server.Api, $"contacts/{address}", new { name = Hostile });
        await TypeAsync(window, $" {address.ToUpperInvariant()} ");

        await Assertions.Expect(window.Page.GetByText($"The erasure of {address} has begun.")).ToBeVisibleAsync();
        var row = window.Page.Locator("tbody tr").First;
        await Assertions.Expect(row).ToContainTextAsync("A person");
        await Assertions.Expect(row).ToContainTextAsync("Goes on at");
        await Assertions.Expect(row.GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync($"contacts/{address}"));
        await PassTheHourAsync();
        await Assertions.Expect(row).ToContainTextAsync("Finished");
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task An_address_that_the_configuration_names_is_not_erased_and_it_is_said_where_it_stands()
    {
        await using var window = await host.OpenAsync(desk);
        await window.SignInAsync(Person(ConsoleData.Agent));
        await window.Button("Erase the person").ClickAsync();

        await TypeAsync(window, ConsoleData.Agent);

        await Assertions
            .Expect(window.Dialog.Locator(".error"))
            .ToContainTextAsync("is in use: take it out of aliases/main/support first");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync($"contacts/{ConsoleData.Agent}"));
    }

    [SkippableFact]
    public async Task A_thread_is_deleted_after_a_question_whatever_came_onto_it_meanwhile()
    {
        await using var window = await host.OpenAsync(desk);
        var thread = await desk.NewThreadAsync(MailDesk.NewAddress("ann"), Hostile);
        await window.SignInAsync(thread);
        await desk.PostAsync(thread, new { author = ConsoleData.Agent, text = "Another" });

        await window.Button("Delete the thread").ClickAsync();
        await Assertions.Expect(window.Dialog).ToContainTextAsync(Hostile);
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Delete the thread" }).ClickAsync();

        await Assertions
            .Expect(window.Page.Locator("tbody tr").Filter(new() { HasText = thread.Split('/')[^1] }))
            .ToContainTextAsync("A thread");
        await Eventually.ReadAsync(() => StatusAsync(thread), status => status == HttpStatusCode.NotFound);
        Assert.Null(await window.Page.EvaluateAsync<string?>("window.__xss"));
        Assert.Empty(window.Incidents);
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light, "en-GB")]
    [InlineData(ColorScheme.Dark, "ro-RO")]
    public async Task The_list_and_the_card_fit_a_phone_and_violate_no_rule_of_WCAG(ColorScheme scheme, string locale)
    {
        await using var window = await host.OpenAsync(
            desk,
            WindowOptions.Phone with
            {
                Scheme = scheme,
                Locale = locale,
            }
        );
        var address = await WriteAsync();
        using var deleted = await desk.Server.Api.DeleteAsync(
            new Uri(await desk.NewThreadAsync(address, Hostile), UriKind.Relative)
        );
        await window.SignInAsync(Person(address));

        foreach (var screen in (string[])[Person(address), "people?tab=erasures"])
        {
            await window.ShowAsync(screen);
            Assert.Equal((screen, 0), (screen, await window.Page.EvaluateAsync<int>(EveryScreen.Sideways)));
            Assert.Empty(await Axe.ViolationsAsync(window.Page));
        }
        await Assertions.Expect(window.Page.Locator("tbody tr").First).ToBeVisibleAsync();
        Assert.Null(await window.Page.EvaluateAsync<string?>("window.__xss"));
    }

    // Somebody who has written, and has a contact.
    private async Task<string> WriteAsync()
    {
        var address = MailDesk.NewAddress("ann");
        await desk.NewThreadAsync($"Ann <{address}>", "About me");
        await ConsoleData.PutAsync(desk.Server.Api, $"contacts/{address}", new { name = Hostile });
        return address;
    }

    private static string Person(string address) => $"people/{Uri.EscapeDataString(address)}";

    private static async Task TypeAsync(ConsoleWindow window, string address)
    {
        await window.Dialog.GetByRole(AriaRole.Textbox).FillAsync(address);
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Erase the person" }).ClickAsync();
    }

    // What waits between the two rounds need not wait any more.
    private async Task PassTheHourAsync()
    {
        var table = new TableClient(desk.Storage, "limits");
        await foreach (var row in table.QueryAsync<TableEntity>(row => row.PartitionKey == "erasures"))
        {
            row["json"] = NotBefore().Replace(row.GetString("json"), $"{DateTimeOffset.UtcNow.AddMinutes(-1):O}");
            await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
        }
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await desk.Server.Api.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    [GeneratedRegex("(?<=\"notBefore\":\")[^\"]*")]
    private static partial Regex NotBefore();
}
