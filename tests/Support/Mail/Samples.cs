using Postern.Core.Mail;
using Postern.Core.Parsing;

namespace Postern.Tests.Support.Mail;

/// <summary>The mails under Mail/Messages, and the third-party sets where <c>POSTERN_CORPORA</c> points.</summary>
public static class Samples
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Mail", "Messages");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.eml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order();

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.eml"));

    public static IncomingMail Parse(string name) => MailParser.Parse(Bytes(name));
}
