using System.Text;
using Microsoft.Playwright;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>A discussion is read and gone on with.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class ThreadTests(ConsoleHost host, MailDesk desk)
{
    private const string Hostile =
        "<p>It <b>burns</b><img src=x onerror=\"parent.__xss='img'\"><script>top.__xss='script'</script></p>";

    [SkippableFact]
    public async Task A_comment_with_a_file_that_is_sent_twice_by_a_double_click_is_posted_once_and_reaches_the_customer()
    {
        await using var window = await host.OpenAsync(desk);
        var customer = MailDesk.NewAddress("ann");
        var thread = await desk.NewThreadAsync($"Ann <{customer}>", "An invoice");
        await window.SignInAsync("threads");
        await window.Field("Subject or id").FillAsync(thread.Split('/')[^1]);
        await window.Button("Search").ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "An invoice" }).ClickAsync();

        await window.Button("Write a comment").ClickAsync();
        await window.Field("Author (required)").FillAsync($"Anna <{ConsoleData.Agent}>");
        await window.Field("Comment (required)").FillAsync("Here it is.");
        await window
            .Field("Files")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "invoice.pdf",
                    MimeType = "application/pdf",
                    Buffer = Encoding.UTF8.GetBytes(new string('%', 3000)),
                }
            );
        await Assertions.Expect(window.Page.GetByText("One file, 3 kB.")).ToBeVisibleAsync();
        await window.Button("Send").DblClickAsync();

        await Assertions.Expect(window.Page.GetByText("The message is on the thread.")).ToBeVisibleAsync();
        var message = window.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = "Here it is." });
        await Assertions.Expect(message).ToHaveCountAsync(1);
        await Eventually.TrueAsync(() => desk.SentTo(customer).Count > 0);
        await window.ShowAsync("home");
        await window.ShowAsync(thread);
        await Assertions.Expect(message.Locator("summary")).ToContainTextAsync("Sent");
        Assert.Contains(
            "invoice.pdf",
            Encoding.UTF8.GetString(Assert.Single(desk.SentTo(customer)).Raw),
            StringComparison.Ordinal
        );
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task A_note_reaches_employees_alone_and_a_follower_is_added_removed_and_taken_back()
    {
        await using var window = await host.OpenAsync(desk);
        var (customer, other) = (MailDesk.NewAddress("ann"), MailDesk.NewAddress("carol"));
        var thread = await desk.NewThreadAsync(customer, "A note");
        await window.SignInAsync(thread);
        var followers = window.Page.Locator(".people li");

        await window.Button("Add a follower").ClickAsync();
        await window.Button("Add").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".field .error")).ToHaveTextAsync("An address is needed.");
        await window.Field("Address (required)").FillAsync(other);
        await window.Button("Add").ClickAsync();
        await Assertions.Expect(followers.Filter(new() { HasText = other })).ToBeVisibleAsync();
        await window.Button($"Remove {other}").ClickAsync();
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Assertions.Expect(followers.Filter(new() { HasText = other })).ToHaveCountAsync(0);
        await window.Button("Undo").ClickAsync();
        await Assertions.Expect(followers.Filter(new() { HasText = other })).ToBeVisibleAsync();

        await window.Button("Write a note").ClickAsync();
        await window.Field("Author (required)").FillAsync($"boss@{ConsoleData.Domain}");
        await window.Field("Note (required)").FillAsync("Be careful with her.");
        await window.Button("Send").ClickAsync();
        var note = window.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = "Be careful" });
        await Assertions.Expect(note.Locator("summary")).ToContainTextAsync("To one recipient");
        Assert.Empty(desk.SentTo(customer));
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task What_did_not_arrive_is_in_the_red_envelope_and_is_sent_again_or_dismissed_there()
    {
        await using var window = await host.OpenAsync(desk);
        var (ann, bob) = (MailDesk.NewAddress("ann"), MailDesk.NewAddress("bob"));
        desk.Refused[ann] = desk.Refused[bob] = "550 5.1.1 No such user <script>window.__xss='reply'</script>";
        var thread = await desk.NewThreadAsync(MailDesk.NewAddress("carol"), "Not delivered");
        await desk.PostAsync(
            thread,
            new
            {
                author = ConsoleData.Agent,
                text = "Hello",
                recipients = new[] { ann, bob },
            }
        );
        await window.SignInAsync(thread);
        var failures = window.Page.Locator(".failures li");
        await Assertions.Expect(failures).ToHaveCountAsync(2);
        await Assertions.Expect(failures.First).ToContainTextAsync("550 5.1.1 No such user <script>");

        desk.Refused.Clear();
        var envelope = window.Page.Locator(".note.bad");
        await envelope.GetByRole(AriaRole.Button, new() { Name = $"Send again to {ann}" }).ClickAsync();
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Assertions.Expect(failures).ToHaveCountAsync(1);
        await envelope.GetByRole(AriaRole.Button, new() { Name = $"Dismiss the failure for {bob}" }).ClickAsync();
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();

        await Assertions.Expect(envelope).ToHaveCountAsync(0);
        await Eventually.TrueAsync(() => desk.SentTo(ann).Count == 1);
        Assert.Empty(desk.SentTo(bob));
        Assert.Null(await window.Page.EvaluateAsync<string?>("window.__xss"));
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task A_hostile_message_is_shown_as_text_and_HTML_and_its_files_are_saved_and_nothing_of_it_runs()
    {
        await using var window = await host.OpenAsync(desk);
        var thread = await desk.NewThreadAsync(
            MailDesk.NewAddress("ann"),
            "<img src=x onerror=window.__xss='subject'>"
        );
        var svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"opener.__xss='file'\"/>"u8.ToArray();
        var file = new
        {
            name = "<img src=x onerror=window.__xss='name'>.svg",
            type = "image/svg+xml",
            content = Convert.ToBase64String(svg),
        };
        await desk.PostAsync(
            thread,
            new
            {
                author = $"\"<script>window.__xss='author'</script>\" <{ConsoleData.Agent}>",
                text = "<script>window.__xss='text'</script>",
                html = Hostile,
                attachments = new[] { file },
            }
        );
        await window.SignInAsync(thread);
        var message = window.Page.GetByRole(AriaRole.Article).First;

        await Assertions.Expect(message.Locator(".written")).ToContainTextAsync("<script>window.__xss='text'");
        await message.GetByRole(AriaRole.Button, new() { Name = "HTML" }).ClickAsync();
        await Assertions.Expect(message.FrameLocator("iframe").GetByText("burns")).ToBeVisibleAsync();
        var download = await window.Page.RunAndWaitForDownloadAsync(() =>
            message.GetByRole(AriaRole.Button, new() { Name = "Save the file" }).ClickAsync()
        );

        Assert.EndsWith(".svg", download.SuggestedFilename, StringComparison.Ordinal);
        Assert.Equal(svg, await File.ReadAllBytesAsync(await download.PathAsync()));
        Assert.Equal($"{desk.Server.ConsoleAddress}#/{thread}", window.Page.Url);
        Assert.Null(await window.Page.EvaluateAsync<string?>("window.__xss"));
        Assert.Empty(window.Incidents);
    }
}
