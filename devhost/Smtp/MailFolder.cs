using System.Text.Json;

namespace Postern.DevHost.Smtp;

/// <summary>Keeps caught mail on disk: <c>{id}.eml</c> as it came, <c>{id}.json</c> with the envelope.</summary>
internal sealed class MailFolder(string path)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task KeepAsync(CaughtMail mail)
    {
        Directory.CreateDirectory(path);
        await File.WriteAllBytesAsync(Path.Combine(path, $"{mail.Id}.eml"), mail.Raw);
        await File.WriteAllTextAsync(
            Path.Combine(path, $"{mail.Id}.json"),
            JsonSerializer.Serialize(mail.Envelope, Readable)
        );
    }
}
