using Postern.Core.Composing;
using Postern.Core.Replies;

namespace Postern.Tests.Replies;

/// <summary>What is known of a message that was sent to Carl Customer.</summary>
internal static class KnownQuotes
{
    public static KnownQuote Of(MailDraft draft) =>
        new()
        {
            Texts = [.. QuotableText.Of(draft)],
            Authors = [draft.Message.Author.DisplayName],
            Addresses = [draft.Message.Author.Address, "@mycompany.example"],
            Readers = ["carl@customer.example", "Carl Customer"],
            Times = [draft.Message.Time],
            Subjects = [draft.Message.Subject],
        };
}
