using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Postern.Tests.Servers;

namespace Postern.Tests.Console;

/// <summary>The screens by which a gateway is set up, each for what it is for.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class SetUpScreenTests(ConsoleHost host)
{
    [SkippableFact]
    public async Task What_is_wrong_with_a_server_stands_under_its_fields_whether_it_is_saved_or_tested()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("outgoing/new");
        var page = window.Page;

        await page.Locator("#outgoing-name").FillAsync("Relay");
        await page.Locator("#outgoing-host").FillAsync("https://smtp.example.com");
        await page.Locator("#outgoing-fromFilter").FillAsync("@mycompany.example");
        await page.Locator("#outgoing-dailyLimit").FillAsync("0");
        await window.Button("Add the server").ClickAsync();

        await Assertions.Expect(page.Locator("#outgoing-host-error")).ToContainTextAsync("is not a host name");
        await Assertions.Expect(page.Locator("#outgoing-fromFilter-error")).ToContainTextAsync("without '@'");
        await Assertions.Expect(page.Locator("#outgoing-dailyLimit-error")).ToContainTextAsync("let nothing through");
        await Assertions.Expect(page.Locator("#outgoing-host")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("#outgoing-host")).ToHaveAttributeAsync("aria-invalid", "true");

        await page.Locator("#outgoing-host").FillAsync("127.0.0.1");
        await page.Locator("#outgoing-dailyLimit").FillAsync("");
        await window.Button("Test connection").ClickAsync();
        await Assertions.Expect(page.GetByText("Some settings are wrong")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#outgoing .error")).ToHaveCountAsync(1);
    }

    [SkippableFact]
    public async Task A_token_server_asks_for_what_it_needs_and_its_secret_is_written_but_never_read()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("outgoing/new");
        var page = window.Page;
        await page.Locator("#outgoing-name").FillAsync("Tokens");
        await page.Locator("#outgoing-id").FillAsync("tokens");
        await page.Locator("#outgoing-host").FillAsync("smtp.example.com");
        await page.Locator("#outgoing-userName").FillAsync("desk@mycompany.example");
        await Assertions.Expect(page.Locator("#outgoing-oauth-clientId")).ToBeHiddenAsync();
        await page.Locator("#outgoing-authentication").SelectOptionAsync("xoauth2");
        await page.Locator("#outgoing-oauth-tokenEndpoint").FillAsync("http://login.example.com/token");
        await page.Locator("#outgoing-oauth-clientId").FillAsync("app");
        await page.Locator("#outgoing-clientSecret").FillAsync("a-secret");
        await page.Locator("#outgoing-active").UncheckAsync();
        await window.Button("Add the server").ClickAsync();
        await Assertions.Expect(page.Locator("#outgoing-oauth-tokenEndpoint-error")).ToContainTextAsync("https");
        await page.Locator("#outgoing-oauth-tokenEndpoint").FillAsync("https://login.example.com/token");
        await window.Button("Add the server").ClickAsync();

        await Assertions.Expect(window.Heading).ToHaveTextAsync("Tokens");
        await Assertions.Expect(page.Locator("#outgoing-clientSecret")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("#outgoing-clientSecret-help")).ToContainTextAsync("One is stored");
        await page.GetByLabel("Delete the stored one").CheckAsync();
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(page.Locator("#outgoing-clientSecret-help")).ToContainTextAsync("None is stored");
        await window.Button("Delete").ClickAsync();
        await DialogAsync(window, "Delete");
        await Assertions.Expect(page.GetByText("Tokens was deleted.")).ToBeVisibleAsync();
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task What_a_server_answers_to_a_test_is_shown_as_text()
    {
        await using var hostile = new LineServer(line =>
            line.StartsWith("EHLO", StringComparison.Ordinal) ? "250 hostile"
            : line.Length == 0 ? "220 <img src=x onerror=window.__xss='greeting'>"
            : "550 <script>window.__xss='reply'</script>"
        );
        await using var window = await host.OpenAsync();
        await window.SignInAsync("outgoing/new");
        await window.Page.Locator("#outgoing-name").FillAsync("Hostile");
        await window.Page.Locator("#outgoing-host").FillAsync("127.0.0.1");
        await window.Page.Locator("#outgoing-port").FillAsync($"{hostile.Port}");
        await window.Page.Locator("#outgoing-security").SelectOptionAsync("none");
        await window.Button("Test connection").ClickAsync();

        await Assertions.Expect(window.Page.Locator(".reasons li.bad")).ToContainTextAsync("<script>window.__xss");
        await Assertions.Expect(window.Page.Locator(".note.bad")).ToContainTextAsync("The server refused.");
        Assert.Equal("", await window.Page.EvaluateAsync<string>("String(window.__xss ?? '')"));
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task What_somebody_else_has_changed_is_not_overwritten_and_can_be_loaded_again()
    {
        await ConsoleData.PutAsync(host.Server.Api, "models/crm.lead", new { linkTemplate = "https://a.example/{id}" });
        await using var window = await host.OpenAsync();
        await window.SignInAsync("models/crm.lead");
        var template = window.Page.Locator("#model-linkTemplate");
        await template.FillAsync("https://mine.example/{id}");

        await ConsoleData.PutAsync(host.Server.Api, "models/crm.lead", new { linkTemplate = "https://b.example/{id}" });
        await window.Button("Save").ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else has changed");
        await Assertions.Expect(template).ToHaveValueAsync("https://mine.example/{id}");
        await window.Button("Load it again").ClickAsync();
        await Assertions.Expect(template).ToHaveValueAsync("https://b.example/{id}");
        await template.FillAsync("https://mine.example/{id}");
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("crm.lead was saved.")).ToBeVisibleAsync();
        Assert.Equal(
            "https://mine.example/{id}",
            (await ReadAsync("models/crm.lead"))["linkTemplate"]!.GetValue<string>()
        );
    }

    [SkippableFact]
    public async Task What_exists_already_is_not_replaced_by_a_new_one()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("aliases/new");
        await window.Page.Locator("#alias-model").FillAsync("crm.lead");
        await window.Button("Add the alias").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#alias-localPart-error")).ToContainTextAsync("needs a local part");
        await window.Page.Locator("#alias-localPart").FillAsync("support");
        await window.Button("Add the alias").ClickAsync();

        await Assertions.Expect(window.Page.Locator("#alias-localPart-error")).ToContainTextAsync("There is one");
        var alias = await ReadAsync("aliases/main/support");
        Assert.Equal("helpdesk.ticket", alias["model"]!.GetValue<string>());
    }

    [SkippableFact]
    public async Task An_alias_that_was_deleted_is_put_back()
    {
        await ConsoleData.PutAsync(
            host.Server.Api,
            "aliases/main/sales",
            new { model = "crm.lead", defaults = new { stage = "new" } }
        );
        await using var window = await host.OpenAsync();
        await window.SignInAsync("aliases/main/sales");
        await window.Page.Locator("#alias-defaults").FillAsync("{ stage: new }");
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#alias-defaults-error")).ToContainTextAsync("no JSON object");

        await window.Button("Delete").ClickAsync();
        await DialogAsync(window, "Delete");
        await Assertions.Expect(window.Page.Locator(".message")).ToContainTextAsync("was deleted");
        await window.Button("Undo").ClickAsync();

        await Assertions.Expect(window.Heading).ToHaveTextAsync($"sales@{ConsoleData.Domain}");
        await Assertions.Expect(window.Page.Locator("#alias-defaults")).ToHaveValueAsync("{\n  \"stage\": \"new\"\n}");
        Assert.Equal("new", (await ReadAsync("aliases/main/sales"))["defaults"]!["stage"]!.GetValue<string>());
    }

    [SkippableFact]
    public async Task A_former_name_is_closed_only_after_a_question()
    {
        await ConsoleData.PutAsync(host.Server.Api, "alias-domains/shop", new { name = "old.example" });
        await ConsoleData.PutAsync(host.Server.Api, "alias-domains/shop", new { name = "shop.example" });
        await using var window = await host.OpenAsync();
        await window.SignInAsync("domains/shop");
        var former = window.Page.Locator("#domain-formerNames");
        await Assertions.Expect(former).ToHaveValueAsync("old.example");

        await former.FillAsync("");
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("old.example");
        await DialogAsync(window, "Cancel");
        Assert.Single((await ReadAsync("alias-domains/shop"))["formerNames"]!.AsArray());

        await window.Button("Save").ClickAsync();
        await DialogAsync(window, "Close them");
        await Assertions.Expect(window.Page.GetByText("shop.example was saved.")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator(".note.warn")).ToContainTextAsync("old.example");
        Assert.Empty((await ReadAsync("alias-domains/shop"))["formerNames"]!.AsArray());
    }

    [SkippableFact]
    public async Task A_key_of_DKIM_is_made_with_its_record_and_a_text_is_worded_anew()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("domains/main?tab=dkim");
        await window.Button("Make the next key").ClickAsync();
        await window.Field("Selector").FillAsync("Not A Selector");
        await DialogAsync(window, "Make the next key");
        await Assertions.Expect(window.Page.Locator("#question-selector-error")).ToBeVisibleAsync();
        await window.Field("Selector").FillAsync("desk1");
        await DialogAsync(window, "Make the next key");
        await Assertions
            .Expect(window.Page.GetByText($"desk1._domainkey.{ConsoleData.Domain}", new() { Exact = true }))
            .ToBeVisibleAsync();
        await window.Button("Activate").ClickAsync();
        await DialogAsync(window, "Activate");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("without the record");
        await DialogAsync(window, "Cancel");

        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Texts" }).ClickAsync();
        await window.Page.Locator("main").GetByLabel("Language").SelectOptionAsync("ro");
        await window.Page.Locator("#texts-own-ro-catchall").FillAsync("Fără adresă");
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#texts-own-ro-catchall-error")).ToContainTextAsync("{address}");
        await window.Page.Locator("#texts-own-ro-catchall").FillAsync("Nimeni nu citește {address}.");
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("The texts were saved.")).ToBeVisibleAsync();
        var texts = await ReadAsync("alias-domains/main/texts");
        Assert.Equal("Nimeni nu citește {address}.", texts["own"]!["ro"]!["catchall"]!.GetValue<string>());
    }

    [SkippableFact]
    public async Task A_person_is_blacklisted_with_a_note_taken_off_and_put_back()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("people");
        await window.Field("Address").FillAsync("Bob@Elsewhere.example");
        await window.Button("Open").ClickAsync();
        await window.Button("Put on the blacklist").ClickAsync();
        await window.Field("Note").FillAsync("asked by phone");
        await DialogAsync(window, "Save");

        await Assertions.Expect(window.Page.GetByText("Blacklisted (manual): asked by phone")).ToBeVisibleAsync();
        await window.Button("Take off").ClickAsync();
        await DialogAsync(window, "Take off");
        await Assertions.Expect(window.Button("Put on the blacklist")).ToBeVisibleAsync();
        await window.Button("Undo").ClickAsync();
        await Assertions.Expect(window.Button("Take off")).ToBeVisibleAsync();
        var entry = await ReadAsync("blacklist/bob@elsewhere.example");
        Assert.Equal(
            ("manual", "asked by phone"),
            (entry["reason"]!.GetValue<string>(), entry["note"]!.GetValue<string>())
        );
        await window.ShowAsync("people?tab=blacklist&prefix=bob");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
    }

    [SkippableFact]
    public async Task A_model_is_added_and_deleted_by_keyboard_alone()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("models");
        var keyboard = window.Page.Keyboard;
        await window.TabToAsync("Add a model");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Add a model");
        await window.TabToAsync("model-name");
        await keyboard.TypeAsync("stock.order");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Heading).ToHaveTextAsync("stock.order");
        await window.TabToAsync("Delete");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await window.TabToAsync("Delete");
        await keyboard.PressAsync("Enter");

        await Assertions.Expect(window.Page.GetByText("The settings of stock.order were deleted.")).ToBeVisibleAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Models");
        Assert.Empty(window.Incidents);
    }

    private static Task DialogAsync(ConsoleWindow window, string button) =>
        window
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = button, Exact = true })
            .ClickAsync();

    private async Task<JsonObject> ReadAsync(string path) =>
        JsonNode.Parse(await host.Server.Api.GetStringAsync(new Uri(path, UriKind.Relative)))!.AsObject();
}
