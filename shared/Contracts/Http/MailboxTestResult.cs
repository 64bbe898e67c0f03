namespace Postern.Contracts.Http;

/// <summary>How Test &amp; Confirm went (P33). Nothing was changed in the mailbox.</summary>
public sealed record MailboxTestResult
{
    /// <summary>Whether every step went well.</summary>
    public required bool Ok { get; init; }

    /// <summary>The steps that were taken, the last of them being the one that failed if one did.</summary>
    public required IReadOnlyList<MailboxTestStep> Steps { get; init; }

    /// <summary>How many mails lie in each folder.</summary>
    public IReadOnlyDictionary<string, int> Folders { get; init; } = new Dictionary<string, int>();

    public MailboxTestStepName? Failed { get; init; }

    /// <summary>What kind of failure it is.</summary>
    public MailboxFailure? Failure { get; init; }

    /// <summary>What to do next.</summary>
    public string? Advice { get; init; }

    /// <summary>The state that the mailbox is in now.</summary>
    public MailboxState State { get; init; }
}

/// <summary>One step of a test.</summary>
/// <param name="Name">Which step.</param>
/// <param name="Ok">Whether it went well.</param>
/// <param name="Folder">The folder that it is about.</param>
/// <param name="Words">The server's words, or those of the system where the server had none.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record MailboxTestStep(
    MailboxTestStepName Name,
    bool Ok,
    string? Folder,
    string? Words,
    long Milliseconds
);

/// <summary>The steps of a test, in order; the last two for each folder.</summary>
public enum MailboxTestStepName
{
    /// <summary>The name is resolved and a TCP connection opened.</summary>
    Connect,

    /// <summary>Greeting, and TLS as the record asks for it.</summary>
    Upgrade,

    /// <summary>LOGIN, AUTHENTICATE or PASS.</summary>
    Authenticate,

    /// <summary>SELECT; with POP3 the list of UIDLs.</summary>
    OpenFolder,

    /// <summary>What lies in it is listed.</summary>
    Count,
}

/// <summary>What a test may be asked to do.</summary>
/// <param name="Import">Confirm the mailbox if the test goes well, for this mail; null = a mailbox that was confirmed before goes on as it was, another stays a draft.</param>
public sealed record MailboxTestOptions(ImportChoice? Import = null);
