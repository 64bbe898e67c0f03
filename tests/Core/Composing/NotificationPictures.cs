using System.Diagnostics;
using Postern.Core.Composing;
using Postern.Core.Pages;
using Postern.Core.Threads;
using Postern.Core.Wording;

namespace Postern.Tests.Composing;

/// <summary>
/// Notifications on several screens. If <c>POSTERN_PICTURES</c> names a folder and Chromium is installed, the pictures
/// of <c>docs/notifications/</c> are written there for people to review.
/// </summary>
public sealed class NotificationPictures
{
    private const string Chromium = "/usr/bin/chromium";

    // Chromium has no narrower window: a phone is a frame in one.
    private const int NarrowestWindow = 500;

    private static readonly string? Folder = Environment.GetEnvironmentVariable("POSTERN_PICTURES");

    private const string LongAddress =
        "https://files.customer.example/reports/2026/11/22/"
        + "a-very-long-address-without-any-place-to-break-it-which-phones-have-to-cope-with.pdf";

    private const string Comment = $"""
        The printer on the second floor burns. I have called the fire brigade, but the lift is stuck.

        Where is the extinguisher?

        {LongAddress}

        Carl
        """;

    private const string Outlook = """
        <div style="font-family:Calibri,sans-serif;font-size:11pt;color:black"><p style="margin:0">Hello,</p>
        <p style="margin:0">&nbsp;</p>
        <p style="margin:0">the extinguisher is <b>on the second floor</b>, next to the lift. We have ordered a new
        printer: it comes on Thursday, see the list below.</p><p style="margin:0">&nbsp;</p>
        <table style="border-collapse:collapse"><tbody>
        <tr><td style="border:1px solid #999;padding:4px 8px;background:#eef">Part</td>
        <td style="border:1px solid #999;padding:4px 8px;background:#eef">Arrives</td></tr>
        <tr><td style="border:1px solid #999;padding:4px 8px">LaserJet 4250</td>
        <td style="border:1px solid #999;padding:4px 8px">Thursday</td></tr></tbody></table>
        <p style="margin:12px 0 0">Kind regards<br>Anna</p></div>
        """;

    public static TheoryData<string, int, bool> Pictures =>
        new()
        {
            { "comment", 720, false },
            { "comment", 720, true },
            { "comment", 375, false },
            { "outlook", 720, false },
            { "outlook", 720, true },
            { "outlook", 375, true },
            { "page", 375, true },
        };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void What_readers_see_fits_dark_screens_and_phones(string name, int width, bool dark)
    {
        var content = ContentOf(name);

        Assert.Contains("width=device-width", content, StringComparison.Ordinal);
        Assert.Contains("light dark", content, StringComparison.Ordinal);
        if (Folder is null || !File.Exists(Chromium))
            return;
        var device = width < NarrowestWindow ? "phone" : "desk";
        var picture = Path.Combine(Folder, $"{name}-{device}-{(dark ? "dark" : "light")}.png");
        var html = Path.Combine(Path.GetTempPath(), $"postern-{name}-{width}-{dark}.html");
        File.WriteAllText(html, content);
        TakePicture(width < NarrowestWindow ? Framed(html, width, dark) : html, picture, width, dark);
        Assert.True(File.Exists(picture));
    }

    private static string ContentOf(string name)
    {
        var video = new MessageAttachment("fire.mov", "video/quicktime", 48 << 20, "blob");
        var carl = new Follower { Address = "carl@customer.example" };
        return name switch
        {
            "comment" => Html(Drafts.Of(Comment, author: "Carl Customer") with { LeftOut = [video] }),
            "outlook" => Html(Drafts.Of(null, Outlook)),
            _ => FollowPage.For(carl.Address, "Printer on fire", carl, Words.English),
        };
    }

    private static string Html(MailDraft draft) => NotificationComposer.Compose(draft).HtmlBody!;

    private static void TakePicture(string page, string picture, int width, bool dark)
    {
        string[] arguments =
        [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}",
            $"--window-size={Math.Max(width, NarrowestWindow)},{(width < NarrowestWindow ? 760 : 640)}",
            $"--screenshot={picture}",
            page,
        ];
        var start = new ProcessStartInfo(Chromium, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
    }

    private static string Framed(string html, int width, bool dark)
    {
        var frame = html.Replace(".html", "-frame.html", StringComparison.Ordinal);
        var background = dark ? "#000" : "#ddd";
        File.WriteAllText(
            frame,
            $"""
            <meta name="color-scheme" content="light dark"><body style="margin:0;background:{background}">
            <iframe src="file://{html}"
             style="width:{width}px;height:760px;border:0;display:block;margin:auto;background:#fff"></iframe>
            """
        );
        return frame;
    }
}
