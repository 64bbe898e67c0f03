using System.Globalization;
using System.Net;
using DnsClient;
using Microsoft.Extensions.Configuration;
using Postern.Core.Deliverability;
using DnsQuestion = Postern.Core.Deliverability.DnsQuestion;

namespace Postern.Gateway.Domains;

/// <summary>
/// Asks the DNS: the server that the setting <c>Dns__Server</c> names (<c>127.0.0.1:10053</c>), else the system's. No answer is cached here, since
/// somebody who has just changed a record wants to see it.
/// </summary>
public sealed class DnsResolver
{
    // Enough for every record that RFC 7208 lets a receiver look at, and an end for zones that lead on and on.
    private const int MostQuestions = 400;
    private const int MostRounds = 60;

    // To find the system's resolvers takes a while, which no start of the app should wait for.
    private readonly Lazy<LookupClient> _client;

    /// <exception cref="InvalidOperationException"><c>Dns__Server</c> is no address.</exception>
    public DnsResolver(IConfiguration configuration)
    {
        var options = Options(configuration["Dns:Server"]);
        _client = new Lazy<LookupClient>(() => new LookupClient(options));
    }

    /// <summary>Evaluates again and again with the replies to what was asked, until there is a result.</summary>
    public async Task<T> ResolveAsync<T>(
        Func<DnsAnswers, DnsEvaluation<T>> evaluate,
        CancellationToken cancellationToken
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
                    var enough = round >= MostRounds || answers.Count + questions.Count > MostQuestions;
                    answers = answers.With(
                        await Task.WhenAll(
                            questions.Select(question => AnswerAsync(question, enough, cancellationToken))
                        )
                    );
                    break;
            }
        }
    }

    private async Task<KeyValuePair<DnsQuestion, DnsReply>> AnswerAsync(
        DnsQuestion question,
        bool enough,
        CancellationToken cancellationToken
    ) => new(question, enough ? DnsReply.Failed : await AskAsync(question, cancellationToken));

    private async Task<DnsReply> AskAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.Value.QueryAsync(
                question.Name,
                Type(question.Type),
                QueryClass.IN,
                cancellationToken
            );
            if (answer.HasError && answer.Header.ResponseCode != DnsHeaderResponseCode.NotExistentDomain)
                return DnsReply.Failed;
            return DnsReply.Of([.. Records(answer, question.Type)]);
        }
        catch (Exception e)
            when (e
                    is DnsResponseException
                        or DnsXidMismatchException
                        or ArgumentException
                        or IOException
                        or System.Net.Sockets.SocketException
            )
        {
            // A name that cannot be asked for (RFC 1035 §2.3.4) is a damaged record of the domain's.
            return DnsReply.Failed;
        }
    }

    private static IEnumerable<string> Records(IDnsQueryResponse answer, DnsType type) =>
        type switch
        {
            DnsType.A => answer.Answers.ARecords().Select(record => record.Address.ToString()),
            DnsType.Aaaa => answer.Answers.AaaaRecords().Select(record => record.Address.ToString()),
            DnsType.Mx => answer
                .Answers.MxRecords()
                .OrderBy(record => record.Preference)
                .Select(record =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{record.Preference} {record.Exchange.Value.TrimEnd('.').ToLowerInvariant()}"
                    )
                ),
            _ => answer.Answers.TxtRecords().Select(record => string.Concat(record.Text)),
        };

    private static QueryType Type(DnsType type) =>
        type switch
        {
            DnsType.A => QueryType.A,
            DnsType.Aaaa => QueryType.AAAA,
            DnsType.Mx => QueryType.MX,
            _ => QueryType.TXT,
        };

    private static LookupClientOptions Options(string? server) =>
        server switch
        {
            null or "" => Common(new LookupClientOptions()),
            _ when IPEndPoint.TryParse(server, out var at) => Common(
                new LookupClientOptions(new IPEndPoint(at.Address, at.Port == 0 ? 53 : at.Port))
            ),
            _ => throw new InvalidOperationException(
                $"Setting Dns__Server must be an IP address with or without a port, not '{server}'."
            ),
        };

    private static LookupClientOptions Common(LookupClientOptions options)
    {
        options.UseCache = false;
        options.Timeout = TimeSpan.FromSeconds(4);
        options.Retries = 1;
        return options;
    }
}
