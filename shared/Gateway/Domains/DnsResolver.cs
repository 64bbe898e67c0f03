using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using Microsoft.Extensions.Configuration;
using Postern.Core.Deliverability;
using DnsQuestion = Postern.Core.Deliverability.DnsQuestion;

namespace Postern.Gateway.Domains;

/// <summary>
/// Queries the DNS server in the setting <c>Dns__Server</c> (such as <c>127.0.0.1:10053</c>), otherwise the system's.
/// Answers are not cached, so that an administrator sees a changed record at once; <see cref="DnsCache"/> caches them.
/// </summary>
public sealed class DnsResolver
{
    // Enough for every query that RFC 7208 allows a receiver, and a limit for zones that refer on without end.
    private const int MostQuestions = 400;
    private const int MostRounds = 60;

    // Lazy, since finding the system's resolvers would delay the start of the app.
    private readonly Lazy<LookupClient> _client;

    /// <exception cref="InvalidOperationException"><c>Dns__Server</c> is not an IP address.</exception>
    public DnsResolver(IConfiguration configuration)
    {
        var options = Options(configuration["Dns:Server"]);
        _client = new Lazy<LookupClient>(() => new LookupClient(options));
    }

    /// <summary>
    /// Calls <paramref name="evaluate"/> with the answers so far, and queries what it asks for, until it returns a
    /// result.
    /// </summary>
    public Task<T> ResolveAsync<T>(Func<DnsAnswers, DnsEvaluation<T>> evaluate, CancellationToken cancellationToken) =>
        ResolveAsync(evaluate, async question => (await QueryAsync(question, cancellationToken)).Reply);

    /// <summary>The same with another way to find the answer to a question.</summary>
    internal static async Task<T> ResolveAsync<T>(
        Func<DnsAnswers, DnsEvaluation<T>> evaluate,
        Func<DnsQuestion, Task<DnsReply>> answer
    )
    {
        var answers = DnsAnswers.None;
        for (var round = 0; ; round++)
        {
            switch (evaluate(answers))
            {
                case DnsEvaluation<T>.Result result:
                    return result.Value;
                case DnsEvaluation<T>.Questions { Unanswered: var questions }:
                    var exhausted = round >= MostRounds || answers.Count + questions.Count > MostQuestions;
                    var replies = questions.Select(question => AnswerAsync(question, exhausted, answer));
                    answers = answers.With(await Task.WhenAll(replies));
                    break;
            }
        }
    }

    private static async Task<KeyValuePair<DnsQuestion, DnsReply>> AnswerAsync(
        DnsQuestion question,
        bool exhausted,
        Func<DnsQuestion, Task<DnsReply>> answer
    ) => new(question, exhausted ? DnsReply.Failed : await answer(question));

    /// <summary>Asks the DNS server. The time is how long the answer may be kept: zero where it has no records.</summary>
    internal async Task<(DnsReply Reply, TimeSpan TimeToLive)> QueryAsync(
        DnsQuestion question,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var type = Type(question.Type);
            var answer = await _client.Value.QueryAsync(question.Name, type, QueryClass.IN, cancellationToken);
            if (answer.HasError && answer.Header.ResponseCode != DnsHeaderResponseCode.NotExistentDomain)
                return (DnsReply.Failed, TimeSpan.Zero);
            var seconds = answer.Answers.Select(record => record.InitialTimeToLive).DefaultIfEmpty(0).Min();
            return (DnsReply.Of([.. Records(answer, question.Type)]), TimeSpan.FromSeconds(seconds));
        }
        catch (Exception e) when (IsFailure(e))
        {
            return (DnsReply.Failed, TimeSpan.Zero);
        }
    }

    // ArgumentException: a record of the domain refers to a name that is too long (RFC 1035 §2.3.4).
    private static bool IsFailure(Exception e) =>
        e is DnsResponseException or DnsXidMismatchException or ArgumentException or IOException or SocketException;

    private static IEnumerable<string> Records(IDnsQueryResponse answer, DnsType type) =>
        type switch
        {
            DnsType.A => answer.Answers.ARecords().Select(record => record.Address.ToString()),
            DnsType.Aaaa => answer.Answers.AaaaRecords().Select(record => record.Address.ToString()),
            DnsType.Mx => answer.Answers.MxRecords().OrderBy(record => record.Preference).Select(Text),
            _ => answer.Answers.TxtRecords().Select(record => string.Concat(record.Text)),
        };

    private static string Text(MxRecord record)
    {
        var host = record.Exchange.Value.TrimEnd('.').ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"{record.Preference} {host}");
    }

    private static QueryType Type(DnsType type) =>
        type switch
        {
            DnsType.A => QueryType.A,
            DnsType.Aaaa => QueryType.AAAA,
            DnsType.Mx => QueryType.MX,
            _ => QueryType.TXT,
        };

    private static LookupClientOptions Options(string? server)
    {
        var options = string.IsNullOrEmpty(server) ? new() : new LookupClientOptions(EndPoint(server));
        options.UseCache = false;
        options.Timeout = TimeSpan.FromSeconds(4);
        options.Retries = 1;
        return options;
    }

    private static IPEndPoint EndPoint(string server)
    {
        if (!IPEndPoint.TryParse(server, out var endPoint))
            throw new InvalidOperationException(
                $"Setting Dns__Server must be an IP address with or without a port, not '{server}'."
            );
        return endPoint.Port == 0 ? new(endPoint.Address, 53) : endPoint;
    }
}
