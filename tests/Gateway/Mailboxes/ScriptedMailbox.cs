using MailKit.Net.Imap;
using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Mailboxes;

namespace Postern.Tests.Mailboxes;

/// <summary>A folder on a server with faults that no real one can be asked for.</summary>
internal sealed class ScriptedMailbox(IReadOnlyDictionary<string, string> mails, uint validity = 7) : IMailbox
{
    private IReadOnlyList<string> Ids => [.. mails.Keys];

    /// <summary>Mails that are listed, and nothing else is said of.</summary>
    public HashSet<string> Withheld { get; } = [];

    /// <summary>Mails whose content is refused.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>
    /// Mails whose content is answered with nothing, as some servers do once another client has deleted them.
    /// </summary>
    public HashSet<string> Emptied { get; } = [];

    /// <summary>When every mail was put into the folder, as the server says.</summary>
    public DateTimeOffset? Arrived { get; init; }

    /// <summary>Whether a question on several mails at once is refused.</summary>
    public bool RefusesMany { get; init; }

    /// <summary>What was done with mails afterwards.</summary>
    public List<string> Applied { get; } = [];

    public Task<IReadOnlyList<string>> FoldersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task<FolderView> OpenAsync(string folder, CancellationToken cancellationToken) =>
        Task.FromResult(
            new FolderView(
                folder,
                validity,
                validity == 0 ? null : (uint)mails.Count + 1,
                mails.Count,
                false,
                validity == 0 ? Ids : []
            )
        );

    public Task<IReadOnlyList<string>> ListAsync(uint above, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. Ids.Where(id => validity == 0 || FolderPosition.UidOf(id) > above)]);

    public Task<IReadOnlyList<MailDetails>> DescribeAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    ) =>
        RefusesMany && ids.Count > 1
            ? throw No()
            : Task.FromResult<IReadOnlyList<MailDetails>>([
                .. ids.Where(id => mails.ContainsKey(id) && !Withheld.Contains(id))
                    .Select(id => new MailDetails(id, mails[id].Length, Arrived, false)),
            ]);

    public Task<bool> HasAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(mails.ContainsKey(id));

    public Task<BinaryData?> ReadAsync(string id, long most, CancellationToken cancellationToken) =>
        Refused.Contains(id)
            ? throw No()
            : Task.FromResult<BinaryData?>(BinaryData.FromString(Emptied.Contains(id) ? "" : mails[id]));

    public Task<BinaryData?> ReadHeaderAsync(string id, CancellationToken cancellationToken) =>
        throw new IOException("The connection broke.");

    public Task ApplyAsync(string id, AfterFetch action, string? moveTo, CancellationToken cancellationToken)
    {
        Applied.Add(id);
        return Task.CompletedTask;
    }

    public Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => Applied.TrimExcess();

    private static ImapCommandException No() => new(ImapCommandResponse.No, "[UNAVAILABLE] Try again later", "NO");
}
