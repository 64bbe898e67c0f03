using static Postern.Tests.Parsing.Hostile.HostileFamily;

namespace Postern.Tests.Parsing.Hostile;

/// <summary>HTML that browsers, sanitisers and readers of quotes find hard.</summary>
internal static class HostileHtml
{
    private const string OwnLink = "http://a.example/api/follow/0123456789abcdefghij0123456789abcdefghij";

    public static readonly HostileFamily[] Families =
    [
        OfHtml(1333, "<div>"),
        OfHtml(1000, "a<br>"),
        OfHtml(1000, "<br>"),
        OfHtml(1000, "<table>a"),
        OfHtml(666, "a<tr>", "<table>"),
        OfHtml(500, "<tr><td>x", "<table>"),
        OfHtml(666, "<table><tr><td>"),
        OfHtml(666, "<x>a</x>"),
        OfHtml(1000, "a<!---->"),
        OfHtml(2000, "a</x>"),
        OfHtml(500, "<p>x", $"<p>{Repeat(40, i => $"<font size={i}>")}</p>"),
        OfHtml(333, "<b><p>x</b></p>"),
        OfHtml(333, "<a href=x><p>"),
        OfHtml(666, "<li>x"),
        OfHtml(666, "<ul><li>x"),
        OfHtml(666, "<o>a</o>", "<xml>"),
        OfHtml(666, "<g>", "<svg>"),
        OfHtml(666, "<style>p{color:red}</style>"),
        OfHtml(1333, "<script><!--"),
        OfHtml(2666, "&notit;&amp;&#x41;&"),
        OfHtml(13333, "<"),
        OfHtml(6666, "<a "),
        OfHtml(6666, "<!"),
        OfHtml(3333, "</"),
        OfHtml(6666, "<!--"),
        OfHtml(6666, "x_", "<p class='", "'>Hi"),
        OfHtml(6666, "x_", "<p id='", "'>Hi"),
        OfHtml(6666, "x a ", "<p class='", "'>Hi"),
        OfHtml(1666, "a\n", "<pre>"),
        OfHtml(666, "<blockquote>a"),
        OfHtml(166, $"<a href='{OwnLink}'>x</a>"),
        OfHtml(666, $"{OwnLink} "),
        OfHtml(6666, "http:"),
        OfHtml(2666, "postern-ref-"),
        OfHtml("attributes of one element", 1333, i => $"a{i} ", "<p "),
        OfHtml("attributes of the body", 666, i => $"<body a{i}>"),
        OfHtml("declarations of one style", 666, i => $"a{i}:b;", "<p style='"),
        OfHtml("different styles", 83, i => $"<p style='color:red;margin:{i}px'>x</p>"),
        OfHtml("images", 166, i => $"<img src='http://a.example/{i}' width=90 height=90>"),
        OfHtml("links", 166, i => $"<a href='http://a.example/{i}'>x</a>"),
        OfHtml("rules of Outlook", 500, _ => "<div style='border:none;border-top:solid #E1E1E1 1.0pt'>a</div>"),
        OfHtml("classes of quotes", 250, _ => "<div class='gmail_quote'>a</div>b"),
    ];
}
