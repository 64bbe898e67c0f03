using Postern.Core.Migration;

namespace Postern.Tests.Migration;

public sealed class PythonLiteralTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" { 'a' : 1 , \"b\": -2.5, } ", """{"a":1,"b":-2.5}""")]
    [InlineData("{'t': True, 'f': False, 'n': None}", """{"t":true,"f":false,"n":null}""")]
    [InlineData("{'l': [1, (2, 3), []]}", """{"l":[1,[2,3],[]]}""")]
    [InlineData(
        @"{'q': 'it\'s', 'd': ""say \""hi\"""", 'n': 'a\nb', 'x': '\x41\u0219\U0001F600'}",
        "it's|say \"hi\"|a\nb|Aș😀"
    )]
    [InlineData("{'a' : 'one' ' two'}", """{"a":"one two"}""")]
    [InlineData("{1: 'a', u'b': b'c'}", """{"1":"a","b":"c"}""")]
    [InlineData("{'big': 1_000_000, 'e': 1e3}", """{"big":1000000,"e":1000}""")]
    [InlineData("{\n'a':\n1\n}", """{"a":1}""")]
    public void Literals_are_read(string python, string json)
    {
        var read = PythonLiteral.Read(python)!;
        var shown =
            json[0] == '{'
                ? read.ToJsonString()
                : string.Join('|', read.AsObject().Select(one => one.Value!.ToString()));
        Assert.Equal(json, shown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{'a'}")]
    [InlineData("{'a': 1} + {}")]
    [InlineData("{'a': 'open")]
    [InlineData("{'a': 'open\\")]
    [InlineData("{[1]: 2}")]
    [InlineData("{'a': __import__('os').system('id')}")]
    [InlineData("dict(a=1)")]
    [InlineData("{'a': context.get('x')}")]
    [InlineData("{'a': 1e999}")]
    [InlineData("{'a': 12abc}")]
    [InlineData("{'a': '\\u12'}")]
    public void Everything_else_is_an_error_that_repeats_nothing(string python) =>
        Assert.DoesNotContain(
            "system",
            Assert.Throws<FormatException>(() => PythonLiteral.Read(python)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Depth_and_length_are_limited()
    {
        Assert.Throws<FormatException>(() => PythonLiteral.Read(new string('[', 50_000)));
        Assert.Throws<FormatException>(() => PythonLiteral.Read(string.Concat(Enumerable.Repeat("'a' ", 100_000))));
    }
}
