namespace Postern.Core.Replies;

/// <summary>Lines that begin a signature (RFC 3676 §4.3).</summary>
internal static class SignatureLine
{
    /// <summary><c>-- </c>, which programs write.</summary>
    public static bool IsStandard(string text) => text is "-- " or "-- \u00A0" or "--\u00A0";

    /// <summary>The same where a program removed the space; a person's rule looks like it.</summary>
    public static bool IsBare(string text) => text is "--" or "—";
}
