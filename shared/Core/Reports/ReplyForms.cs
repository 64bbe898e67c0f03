using System.Buffers;
using Postern.Core.Text;

namespace Postern.Core.Reports;

/// <summary>The forms of one section of <c>replies.txt</c>.</summary>
internal sealed class ReplyForms
{
    private const string Link = "link ";

    private readonly SearchValues<string> _phrases;
    private readonly SearchValues<string> _links;
    private readonly ReplyForm[] _forms;

    public ReplyForms(PhraseSection section, PhraseFile file)
    {
        var lines = section.Phrases;
        _phrases = ValuesOf(lines.Where(line => !IsLink(line) && !ReplyForm.Is(line)).Select(WithSpaces));
        _links = ValuesOf(lines.Where(IsLink).Select(line => line[Link.Length..]));
        _forms = [.. lines.Where(ReplyForm.Is).Select(line => new ReplyForm(line, file))];
    }

    public bool Occur(SearchedReply reply) =>
        reply.Text.AsSpan().ContainsAny(_phrases)
        || reply.Links.AsSpan().ContainsAny(_links)
        || Array.Exists(_forms, form => form.Occurs(reply));

    private static SearchValues<string> ValuesOf(IEnumerable<string> phrases) =>
        SearchValues.Create([.. phrases], StringComparison.Ordinal);

    private static bool IsLink(string line) => line.StartsWith(Link, StringComparison.Ordinal);

    private static string WithSpaces(string phrase)
    {
        var before = phrase.StartsWith('_') ? " " : "";
        var after = phrase.EndsWith('_') ? " " : "";
        return $"{before}{phrase.Trim('_')}{after}";
    }
}
