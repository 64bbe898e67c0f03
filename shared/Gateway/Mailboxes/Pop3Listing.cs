using System.Globalization;
using Postern.Core.Fetching;
using Postern.Core.Text;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// The mails of a POP3 session by their ids; message numbers change between sessions. A mail whose UIDL is also that of
/// another one has an id once its content is known.
/// </summary>
internal sealed class Pop3Listing
{
    /// <summary>How many mails are read to tell them apart.</summary>
    public const int MostAlike = 500;

    /// <summary>The largest mail that is read for this, in bytes.</summary>
    public const long LargestRead = 32 << 20;

    // Numbers count from 0, as MailKit does.
    private readonly Dictionary<string, IReadOnlyList<int>> _numbers = [];
    private readonly IList<string> _uidls;
    private readonly IList<int> _sizes;
    private readonly string?[] _ids;
    private IReadOnlyList<string>? _distinct;

    /// <param name="uidls">The UIDLs of all mails in order.</param>
    /// <param name="sizes">Their sizes in bytes.</param>
    public Pop3Listing(IList<string> uidls, IList<int> sizes)
    {
        (_uidls, _sizes, _ids) = (uidls, sizes, new string?[uidls.Count]);
        var counts = uidls.CountBy(uidl => uidl).ToDictionary();
        Shared = [.. counts.Where(count => count.Value > 1).Select(count => count.Key)];
        Alike = [.. uidls.Index().Where(mail => counts[mail.Item] > 1).Select(mail => mail.Index)];
        foreach (var (number, uidl) in uidls.Index().Where(mail => counts[mail.Item] == 1))
            Add(uidl, number);
    }

    /// <summary>The UIDLs that name more than one mail.</summary>
    public IReadOnlyList<string> Shared { get; }

    /// <summary>The numbers of the mails that have one of these.</summary>
    public IReadOnlyList<int> Alike { get; }

    /// <summary>The ids of all mails in order. Mails of one UIDL and the same content share one.</summary>
    public IReadOnlyList<string> Ids => _distinct ??= [.. _ids.OfType<string>().Distinct()];

    public bool Has(string id) => _numbers.ContainsKey(id);

    public IReadOnlyList<int> NumbersOf(string id) => _numbers[id];

    public long SizeOf(int number) => _sizes.ElementAtOrDefault(number);

    public MailDetails Describe(string id) => new(id, SizeOf(_numbers[id][0]), Arrived: null, Seen: false);

    /// <summary>Gives an id to a mail whose content is known.</summary>
    public void Identify(int number, string content) => Add(new SharedUidl(_uidls[number], content).Id, number);

    /// <summary>The hash of a mail's content, as stored mail has it.</summary>
    public static string HashOf(BinaryData content) => Hash.OfContent(content.ToMemory().Span);

    /// <summary>A hash of what is known of a mail that is too large to be read.</summary>
    public static string HashOf(BinaryData header, long size) =>
        Hash.Of(32, HashOf(header), size.ToString(CultureInfo.InvariantCulture));

    private void Add(string id, int number)
    {
        _ids[number] = id;
        _numbers[id] = _numbers.TryGetValue(id, out var before) ? [.. before, number] : [number];
    }
}
