using Postern.Core.Text;

namespace Postern.Core.Reports;

/// <summary>The forms of one section of <c>replies.txt</c>.</summary>
internal sealed class ReplyForms
{
    private const string Link = "link ";

    private readonly string[] _phrases;
    private readonly string[] _links;
    private readonly ReplyForm[] _forms;

    public ReplyForms(PhraseSection section, PhraseFile file)
    {
        var lines = section.Phrases;
        _phrases = [.. lines.Where(line => !IsLink(line) && !ReplyForm.Is(line)).Select(WithSpaces)];
        _links = [.. lines.Where(IsLink).Select(line => line[Link.Length..])];
        _forms = [.. lines.Where(ReplyForm.Is).Select(line => new ReplyForm(line, file))];
    }

    public bool Occur(SearchedReply reply) =>
        Array.Exists(_phrases, reply.Text.Contains)
        || Array.Exists(_links, reply.Links.Contains)
        || Array.Exists(_forms, form => form.Occurs(reply));

    private static bool IsLink(string line) => line.StartsWith(Link, StringComparison.Ordinal);

    private static string WithSpaces(string phrase)
    {
        var before = phrase.StartsWith('_') ? " " : "";
        var after = phrase.EndsWith('_') ? " " : "";
        return $"{before}{phrase.Trim('_')}{after}";
    }
}
