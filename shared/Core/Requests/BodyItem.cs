using Postern.Contracts.Queues;
using Postern.Core.Keys;

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
        if (Text is null && Html is null && TextBlob is null && HtmlBlob is null)
            return new("text", "a message needs text or html");
        return FindProblem("textBlob", TextBlob) ?? FindProblem("htmlBlob", HtmlBlob);
    }

    private static ContractProblem? FindProblem(string field, string? blob) =>
        blob is not null && BlobName.FindProgramProblem(blob) is { } reason ? new(field, reason) : null;
}
