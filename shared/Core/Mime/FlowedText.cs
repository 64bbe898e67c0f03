using System.Text;

namespace Postern.Core.Mime;

/// <summary>Joins the soft line breaks of <c>format=flowed</c> text (RFC 3676 §4).</summary>
internal static class FlowedText
{
    public static string Unflow(string text, bool deleteSpace)
    {
        var result = new StringBuilder(text.Length);
        var (first, flowing, lastDepth) = (true, false, 0);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range);
            var depth = line.IndexOfAnyExcept('>') is var marks and >= 0 ? marks : line.Length;
            var content = line[depth..];
            if (content is [' ', ..])
                content = content[1..];
            if (!flowing || depth != lastDepth)
                StartLine(result, first, depth);
            // The signature delimiter "-- " is not a soft line break (RFC 3676 §4.3).
            flowing = content is [.., ' '] && content is not "-- ";
            (first, lastDepth) = (false, depth);
            result.Append(flowing && deleteSpace ? content[..^1] : content);
        }
        return result.ToString();
    }

    private static void StartLine(StringBuilder result, bool first, int depth)
    {
        if (!first)
            result.Append('\n');
        if (depth > 0)
            result.Append('>', depth).Append(' ');
    }
}
