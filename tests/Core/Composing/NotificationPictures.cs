using System.Diagnostics;
using Postern.Core.Composing;
using Postern.Core.Pages;
using Postern.Core.Threads;

namespace Postern.Tests.Composing;

/// <summary>
/// Notifications on several screens. Where <c>POSTERN_PICTURES</c> names a folder and Chromium is installed, the pictures of
/// <c>docs/notifications/</c> are made there, for people to look at.
/// </summary>
public sealed class NotificationPictures
{
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string? Folder = Environment.GetEnvironmentVariable("POSTERN_PICTURES");

    private const string Outlook = """
        <div style="font-family:Calibri,sans-serif;font-size:11pt;color:black"><p style="margin:0">Hello,</p><p style="margin:0">&nbsp;</p>
        <p style="margin:0">the extinguisher is <b>on the second floor</b>, next to the lift. We have ordered a new printer: it comes on Thursday, see the list below.</p><p style="margin:0">&nbsp;</p>
        <table style="border-collapse:collapse"><tbody><tr><td style="border:1px solid #999;padding:4px 8px;background:#eef">Part</td><td style="border:1px solid #999;padding:4px 8px;background:#eef">Arrives</td></tr>
        <tr><td style="border:1px solid #999;padding:4px 8px">LaserJet 4250</td><td style="border:1px solid #999;padding:4px 8px">Thursday</td></tr></tbody></table>
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
        var draft =
            name == "outlook"
                ? Drafts.Of(null, Outlook)
                : Drafts.Of(
                    "The printer on the second floor burns. I have called the fire brigade, but the lift is stuck.\n\nWhere is the extinguisher?\n\nhttps://files.customer.example/reports/2026/11/22/a-very-long-address-without-any-place-to-break-it-which-phones-have-to-cope-with.pdf\n\nCarl",
                    author: "Carl Customer"
                );
        draft =
            name == "comment"
                ? draft with
                {
                    LeftOut = [new MessageAttachment("fire.mov", "video/quicktime", 48 << 20, "blob")],
                }
                : draft;
        var content =
            name == "page"
                ? FollowPage.For(
                    "carl@customer.example",
                    "Printer on fire",
                    new Follower { Address = "carl@customer.example" }
                )
                : NotificationComposer.Compose(draft).HtmlBody;
        Assert.Contains("width=device-width", content, StringComparison.Ordinal);
        Assert.Contains("light dark", content, StringComparison.Ordinal);
        if (Folder is null || !File.Exists(Chromium))
            return;
        var html = Path.Combine(Path.GetTempPath(), $"postern-{name}-{width}-{dark}.html");
        File.WriteAllText(html, content);
        var picture = Path.Combine(
            Folder!,
            $"{name}-{(width < 500 ? "phone" : "desk")}-{(dark ? "dark" : "light")}.png"
        );

        // Chromium has no window narrower than 500 pixels: a phone is a frame in one.
        var page = width >= 500 ? html : Framed(html, width, dark);
        string[] scheme = dark
            ? ["--blink-settings=preferredColorScheme=0"]
            : ["--blink-settings=preferredColorScheme=1"];
        using var process = Process.Start(
            new ProcessStartInfo(
                Chromium,
                [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--hide-scrollbars",
                    .. scheme,
                    $"--window-size={Math.Max(width, 500)},{(width < 500 ? 760 : 640)}",
                    $"--screenshot={picture}",
                    page,
                ]
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.True(File.Exists(picture));
    }

    private static string Framed(string html, int width, bool dark)
    {
        var frame = html.Replace(".html", "-frame.html", StringComparison.Ordinal);
        File.WriteAllText(
            frame,
            $"<meta name=\"color-scheme\" content=\"light dark\"><body style=\"margin:0;background:{(dark ? "#000" : "#ddd")}\"><iframe src=\"file://{html}\" style=\"width:{width}px;height:760px;border:0;display:block;margin:auto;background:#fff\"></iframe>"
        );
        return frame;
    }
}
