using System.Text.Json;

namespace Postern.DevHost.Smtp;

/// <summary>Writes caught mail to disk: <c>{id}.eml</c> with the content, <c>{id}.json</c> with the envelope.</summary>
internal sealed class MailFolder(string path)
{
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public async Task KeepAsync(CaughtMail mail)
    {
        Directory.CreateDirectory(path);
        await File.WriteAllBytesAsync(Path.Combine(path, $"{mail.Id}.eml"), mail.Raw);
        var envelope = JsonSerializer.Serialize(mail.Envelope, Readable);
        await File.WriteAllTextAsync(Path.Combine(path, $"{mail.Id}.json"), envelope);
    }
}
