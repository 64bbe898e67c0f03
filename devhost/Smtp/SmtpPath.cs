namespace Postern.DevHost.Smtp;

/// <summary>
/// The argument of MAIL and RCPT: <c>FROM:&lt;address&gt; PARAMETER=value …</c> (RFC 5321 section 4.1.2).
/// </summary>
internal sealed record SmtpPath(string Address, IReadOnlyList<string> Parameters)
{
    /// <summary>Parses an argument that begins with the keyword <c>FROM:</c> or <c>TO:</c>.</summary>
    /// <returns><c>null</c> if the argument does not have this form.</returns>
    public static SmtpPath? Parse(string argument, string keyword)
    {
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = argument[keyword.Length..].TrimStart();
        var end = path.LastIndexOf('>');
        return path.StartsWith('<') && end > 0
            ? new SmtpPath(path[1..end], path[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : null;
    }
}
