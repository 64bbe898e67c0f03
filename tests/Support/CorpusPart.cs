namespace Postern.Tests.Support;

/// <summary>
/// Divides a collection of mail by its hash: rules may be written from the open part; the held part is scored as
/// numbers alone, so that they say how rules do on mail that their authors have not read.
/// </summary>
public static class CorpusPart
{
    /// <summary>Whether the mail with this SHA-256, in hexadecimal, is in the open part.</summary>
    public static bool IsOpen(string sha256) => Convert.ToInt32(sha256[..1], 16) % 2 == 0;
}
