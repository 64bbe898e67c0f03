using System.Buffers.Text;
using System.Text;
using Postern.Core.Text;

namespace Postern.Core.Requests;

/// <summary>
/// The place at which a list goes on, as callers get it and give it back. It is bound to the list and its filters: one
/// of another list, a damaged one and an invented one are noticed, instead of being taken for a place that they do not
/// mean.
/// </summary>
public static class PageCursor
{
    private const int Longest = 4096;
    private const int CheckLength = 16;

    /// <param name="list">What is listed, with the filters.</param>
    /// <param name="position">The place in it.</param>
    public static string Write(string list, string position) =>
        Check(list, position) + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(position));

    /// <summary>The place in the list; null when the cursor is not one of this list.</summary>
    public static string? Read(string list, string cursor)
    {
        if (cursor.Length is < CheckLength or > Longest)
            return null;
        var encoded = cursor.AsSpan(CheckLength);
        if (!Base64Url.IsValid(encoded, out var length))
            return null;
        var bytes = new byte[length];
        Base64Url.DecodeFromChars(encoded, bytes);
        var position = Encoding.UTF8.GetString(bytes);
        // Compared as it is written: other characters that are read as the same bytes are no cursor of ours.
        return Write(list, position) == cursor ? position : null;
    }

    private static string Check(string list, string position) => Hash.Of(CheckLength, "cursor", list, position);
}
