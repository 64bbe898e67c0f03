using Postern.Core.Mail;
using Postern.Core.Parsing;

namespace Postern.Tests.Reports.Reading;

/// <summary>The mails of the folder Mails: one for each form of report, and mail that only looks like one.</summary>
internal static class BounceMails
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reports", "Reading", "Mails");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.eml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order();

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.eml"));

    public static IncomingMail Parse(string name) => MailParser.Parse(Bytes(name));
}
