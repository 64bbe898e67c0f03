namespace Postern.Core.Composing;

/// <summary>
/// The template of models that have none of their own. It is readable without its style sheet, which only adapts it to
/// dark screens and phones.
/// </summary>
internal static class NotificationLayout
{
    public const string Subject = "{subject}";

    public static string Text { get; } = Load("notification.txt");

    public static string Html { get; } = Load("notification.html");

    // Embedded files of this assembly.
    private static string Load(string name)
    {
        var assembly = typeof(NotificationLayout).Assembly;
        using var stream =
            assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
