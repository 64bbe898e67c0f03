using MimeKit;
using Postern.Core.Text;

namespace Postern.Core.Parsing;

/// <summary>Parses the parts of a mail (RFC 2046), up to a number and a depth of them.</summary>
internal static class MimeTree
{
    private const int MostParts = 2_000;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = 50 };

    /// <summary>The parts; null when the bytes do not begin with a header field.</summary>
    public static MimeMessage? Load(ReadOnlyMemory<byte> mail, ReadingBudget budget)
    {
        if (mail.IsEmpty)
            return null;
        budget.Take(mail.Length);
        var parts = 0;
        var parser = new MimeParser(
            Options,
            BinaryData.FromBytes(mail).ToStream(),
            MimeFormat.Entity,
            persistent: true
        );
        parser.MimeEntityBegin += (_, _) => Count(ref parts, budget);
        try
        {
            return parser.ParseMessage();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void Count(ref int parts, ReadingBudget budget)
    {
        budget.TakePieces(1);
        if (++parts > MostParts)
            throw new UnreadableMailException($"Body: the mail has more than {MostParts} parts.");
    }
}
