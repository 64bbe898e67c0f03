using System.Text;

namespace Postern.DevHost.Queues;

/// <summary>Decodes the text of messages.</summary>
internal static class MessageText
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>The text of the message; <c>null</c> if it is not valid base64 of UTF-8.</summary>
    public static string? Decode(string body, bool base64)
    {
        if (!base64)
        {
            return body;
        }

        try
        {
            return Strict.GetString(Convert.FromBase64String(body));
        }
        catch (Exception wrong) when (wrong is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
