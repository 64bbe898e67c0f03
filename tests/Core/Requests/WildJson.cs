using FsCheck;
using FsCheck.Fluent;

namespace Postern.Tests.Requests;

/// <summary>JSON of any shape, with the names of real members, nulls and difficult text.</summary>
public static class WildJson
{
    // csharpier-ignore
    private static readonly string[] Leaves =
    [
        "null", "true", "1", "-1", "1e400", "99999999999999999999", "\"\"", "\"a@b.example\"", "\"QQ==\"",
        "\"\\ud800\"", "\"\\u0000\"", "\"note\"", "\"\\r\\nBcc: x\"",
    ];

    // csharpier-ignore
    private static readonly string[] Names =
    [
        "v", "id", "thread", "model", "create", "author", "text", "html", "kind", "followers", "attachments", "name",
        "type", "content", "blob", "from", "to", "headers", "raw", "mime", "envelope", "mailFrom", "rcptTo", "delivery",
        "message", "recipient", "\\ud800", "Precedence",
    ];

    public static Arbitrary<string> Json() => Gen.Sized(Value).ToArbitrary();

    private static Gen<string> Value(int size) =>
        size < 2 ? Gen.Elements(Leaves) : Gen.OneOf(Gen.Elements(Leaves), List(size / 2), Object(size / 2));

    private static Gen<string> List(int size) => Value(size).ListOf(3).Select(items => $"[{string.Join(',', items)}]");

    private static Gen<string> Object(int size) =>
        Member(size).ListOf(4).Select(members => $"{{{string.Join(',', members)}}}");

    private static Gen<string> Member(int size) =>
        from name in Gen.Elements(Names)
        from value in Value(size)
        select $"\"{name}\":{value}";
}
