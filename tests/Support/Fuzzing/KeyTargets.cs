using System.Reflection;
using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Readers of keys, tags and parameters: short texts out of URLs, addresses and requests.</summary>
internal static class KeyTargets
{
    private static readonly PropertyInfo[] ReadParameters =
    [
        .. typeof(GatewayParameters).GetProperties().Where(property => property.GetIndexParameters().Length == 0),
    ];

    // csharpier-ignore
    private static readonly string[] Tokens =
    [
        "~", "~0", "~003a", "~d800", "~zzzz", "~+001", "~ 01", "~-001", ":", "::", "/", "\\", "..", ".", "%2F",
        "%252F", "#",
        "?", "+", "'", "\0", "\n", "@", "v", "0", "w", "A", "ü", "vvvvvvvvvvvvvvvv", "0000000000000000", "-1",
        "postern/",
    ];

    // csharpier-ignore
    private static readonly FuzzSeeds Values = FuzzSeeds.OfText(
        [
            "7", "on", "off", "odoo", "2 MB", "25mb", "a.example, b.example", "mx.example", "all",
            "mail.received,mail.bounced",
            "alias", "5/10/30", "support", "notifications@mycompany.example", "mycompany.example", "*",
        ],
        [",", ", ", " ", "-", "0", "9", "99999999999", "1e9", ".", "*", "@", "\n", "\0", "KB", "GB", "ü", "٣", "none",
        "=", ":"]
    );

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> All() =>
        [
            new("keys of tables", FuzzSeeds.OfText(Keys(), Tokens), ReadKey) { Weight = 16 },
            new("tags and ids", FuzzSeeds.OfText(Tags(), Tokens), ReadTag) { Weight = 12 },
            new("parameters", Values, ReadParameter) { Weight = 8 },
        ];

    private static IEnumerable<string> Keys() =>
        [new ThreadKey("helpdesk.ticket", "7").Partition, new ThreadKey("a/b:~", "ü#?").Partition, "a~003ab"];

    private static IEnumerable<string> Tags()
    {
        var (keys, thread) = (RoutingWorld.Keys, new ThreadKey("helpdesk.ticket", "7"));
        var time = new DateTimeOffset(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);
        var message = MessageKey.Create(time, "00000000007");
        var token = ThreadToken.Create("00", thread.Model, thread.Id);
        return
        [
            ReplyTag.Write(keys, token, "a@b.example"),
            FollowTag.Write(keys, token, "a@b.example"),
            UnsubscribeTag.Write(keys, "a@b.example"),
            VerpTag.Write(keys, token, message.Id, "a@b.example"),
            OwnMessageId.Write(keys, thread, message, "mycompany.example"),
            MailId.Create(time, "raw.eml").Value,
            message.Id + RecipientKey.Of("a@b.example"),
            "postern/sha256/abc",
            "reports/2026/a.pdf",
        ];
    }

    private static void ReadKey(byte[] input)
    {
        var text = FuzzText.Of(input);
        _ = TableKeys.Unescape(text);
        var escaped = TableKeys.Escape(text);
        Invariant.Holds(TableKeys.Unescape(escaped) == text, "an escaped key is read as itself");
        Invariant.Holds(escaped.IndexOfAny([':', '/', '\\', '#', '?']) < 0, "an escaped key has no separators");
        if (ThreadKey.TryParse(text, out var key))
            Invariant.Holds(
                ThreadKey.TryParse(key.Partition, out var same) && same == key,
                "a thread is read as itself"
            );
    }

    private static void ReadTag(byte[] input)
    {
        var (text, keys) = (FuzzText.Of(input), RoutingWorld.Keys);
        _ = ReplyTag.Read(keys, text);
        _ = FollowTag.Read(keys, text);
        _ = UnsubscribeTag.Read(keys, text);
        _ = VerpTag.Read(keys, text);
        _ = OwnMessageId.Read(keys, text);
        _ = DeliveryId.Read(text);
        if (MailId.TryParse(text, out var mail))
            _ = mail.Partition + mail.Hash;
        _ = SortableTime.TryReadNewestFirst(text, out _);
        _ = Base32.TryDecode(text, out byte[] _);
        var isFree = BlobName.FindProgramProblem(text) is null;
        Invariant.Holds(!isFree || BlobName.TryParse(text, out _), "the name of a program's blob is a blob's name");
        Invariant.Holds(!isFree || !text.Split('/').Contains(".."), "a blob's name stays in its container");
    }

    // What a parameter accepts, its readers can read.
    private static void ReadParameter(byte[] input)
    {
        var value = FuzzText.Of(input);
        _ = ByteSize.TryParse(value, out _);
        foreach (var definition in ParameterCatalog.All.Where(definition => definition.Problem(value) is null))
        {
            var parameters = new GatewayParameters(new Dictionary<string, string> { [definition.Name] = value });
            foreach (var property in ReadParameters)
                _ = property.GetMethod!.Invoke(parameters, BindingFlags.DoNotWrapExceptions, null, null, null);
        }
        if (value.Length <= 100)
            _ = ParameterCatalog.Nearest(value);
    }
}
