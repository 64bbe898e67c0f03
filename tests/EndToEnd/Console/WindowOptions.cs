using Microsoft.Playwright;

namespace Postern.Tests.Console;

/// <summary>What kind of reader opens the console.</summary>
internal sealed record WindowOptions
{
    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 860;

    public ColorScheme Scheme { get; init; } = ColorScheme.Light;

    public string Locale { get; init; } = "en-GB";

    public static WindowOptions Phone { get; } = new() { Width = 375, Height = 812 };
}
