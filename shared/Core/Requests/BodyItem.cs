using Postern.Contracts.Queues;

namespace Postern.Core.Requests;

/// <summary>The body in a queue message: its text, or the names of blobs in <c>mail-content</c>.</summary>
public sealed record BodyItem(string? Text, string? Html, string? TextBlob, string? HtmlBlob)
{
    internal ContractProblem? FindProblem()
    {
        if (Text is not null && TextBlob is not null)
            return new("textBlob", "give either text or textBlob");
        if (Html is not null && HtmlBlob is not null)
            return new("htmlBlob", "give either html or htmlBlob");
        return Text is null && Html is null && TextBlob is null && HtmlBlob is null
            ? new("text", "a message needs text or html")
            : null;
    }
}
