using Microsoft.Playwright;
using Postern.Tests.Functions;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>What was sent to whom, and what did not arrive.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class DeliveryTests(ConsoleHost host, MailDesk desk)
{
    [SkippableFact]
    public async Task A_failed_delivery_is_found_with_the_words_of_the_server_and_repaired_by_sending_it_again()
    {
        await using var window = await host.OpenAsync(desk);
        var ann = MailDesk.NewAddress("ann");
        desk.Refused[ann] = "550 5.7.1 Not from you";
        var thread = await desk.NewThreadAsync(MailDesk.NewAddress("carol"), "An answer");
        await desk.PostAsync(
            thread,
            new
            {
                author = ConsoleData.Agent,
                text = "Hello",
                recipients = new[] { ann },
            }
        );
        await window.SignInAsync("deliveries");

        await window.Field("Recipient").FillAsync(ann);
        await window.Field("State").SelectOptionAsync("Failed");
        await window.Button("Search").ClickAsync();
        var row = window.Page.Locator("tbody tr");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync("Not from you");
        await Assertions.Expect(row).ToContainTextAsync("Relay");
        desk.Refused.Clear();
        await window.Button($"Send again to {ann}").ClickAsync();
        await Assertions.Expect(window.Dialog).ToContainTextAsync("at once and as if it were new");
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("On its queue");

        await Eventually.TrueAsync(() => desk.SentTo(ann).Count == 1);
        await Eventually.TrueAsync(async () =>
        {
            await window.ShowAsync("home");
            await window.ShowAsync($"deliveries?recipient={ann}&state=sent");
            return await row.CountAsync() == 1;
        });

        await window.ShowAsync("home");
        await Assertions.Expect(window.Page.GetByText($"Postern {BuiltVersion.Current}")).ToBeVisibleAsync();
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task What_waits_for_a_server_is_released_with_what_it_means_said_before()
    {
        await using var window = await host.OpenAsync(desk);
        await window.SignInAsync("deliveries?server=main");

        await window.Button("Release what waits for Relay").ClickAsync();
        await Assertions.Expect(window.Dialog).ToContainTextAsync("A pause of this server ends");
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByText("0 mails are on their queue.")).ToBeVisibleAsync();
    }
}
