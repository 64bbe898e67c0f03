namespace Postern.Configuration;

/// <summary>Keeps a stored password from being sent to a host that it was not given for.</summary>
public static class PasswordRules
{
    /// <summary>Refuses an edit that moves a server to another host without saying what becomes of its password.</summary>
    public static Edit<T> Check<T>(Edit<T> edit, string? hostBefore, string host, bool authenticates, PasswordChange password)
        where T : class
    {
        if (hostBefore is null || !authenticates || password.Given || hostBefore.Equals(host, StringComparison.OrdinalIgnoreCase)) return edit;
        var error = new FieldMessage("password", "must be given again, or null, when the host changes: the stored one was meant for another server");
        return edit with { Findings = edit.Findings with { Errors = [.. edit.Findings.Errors, error] } };
    }
}
