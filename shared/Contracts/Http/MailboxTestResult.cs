namespace Postern.Contracts.Http;

/// <summary>Options of the action Test &amp; Confirm.</summary>
/// <param name="Import">
/// Confirms the mailbox for this mail if the test succeeds; null = a confirmed mailbox stays as it is, any other stays
/// a draft.
/// </param>
public sealed record MailboxTestOptions(ImportChoice? Import = null);

/// <summary>Result of the action Test &amp; Confirm (P33). The test changes nothing in the mailbox.</summary>
public sealed record MailboxTestResult
{
    /// <summary>Whether every step succeeded.</summary>
    public required bool Ok { get; init; }

    /// <summary>The steps in order; a failed step is the last.</summary>
    public required IReadOnlyList<MailboxTestStep> Steps { get; init; }

    /// <summary>Number of mails by folder.</summary>
    public IReadOnlyDictionary<string, int> Folders { get; init; } = new Dictionary<string, int>();

    /// <summary>Names of folders that the account has, at most 50; empty for POP3 and where they are not known.</summary>
    public IReadOnlyList<string> Existing { get; init; } = [];

    /// <summary>The step that failed; null when none did.</summary>
    public MailboxTestStepName? Failed { get; init; }

    /// <summary>Why it failed; null when no step did.</summary>
    public MailboxFailure? Failure { get; init; }

    /// <summary>What to do next.</summary>
    public string? Advice { get; init; }

    /// <summary>The mailbox's state after the test.</summary>
    public MailboxState State { get; init; }
}

/// <summary>One step of a mailbox test.</summary>
/// <param name="Name">The step.</param>
/// <param name="Ok">Whether it succeeded.</param>
/// <param name="Folder">The folder; null for steps before a folder is opened.</param>
/// <param name="Words">The server's reply, or the error text of the system where there was no reply.</param>
/// <param name="Milliseconds">Duration.</param>
public sealed record MailboxTestStep(
    MailboxTestStepName Name,
    bool Ok,
    string? Folder,
    string? Words,
    long Milliseconds
);

/// <summary>The steps of a mailbox test in order; the last two are done for each folder.</summary>
public enum MailboxTestStepName
{
    /// <summary>Resolve the host name and open a TCP connection.</summary>
    Connect,

    /// <summary>Read the greeting and negotiate TLS as configured.</summary>
    Upgrade,

    /// <summary>LOGIN, AUTHENTICATE or PASS.</summary>
    Authenticate,

    /// <summary>SELECT; with POP3 the list of UIDLs.</summary>
    OpenFolder,

    /// <summary>List the mails in the folder.</summary>
    Count,
}
