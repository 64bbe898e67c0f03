using Postern.Contracts.Http;
using Postern.Core.Limits;

namespace Postern.Tests.Limits;

public sealed class ServerLimitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(79, null)]
    [InlineData(80, "'Relay' has used 80 of its 100 recipients in 24 hours")]
    [InlineData(100, "'Relay' has used all of its 100 recipients in 24 hours: mail waits")]
    public void Administrators_hear_of_a_daily_limit_at_80_and_100_percent(int used, string? problem)
    {
        var server = new OutgoingServer
        {
            Id = "relay",
            Name = "Relay",
            Host = "smtp.example.com",
            DailyLimit = 100,
        };
        var limits = ServerLimits.Of(server, new SendUsage().Count(used, Now, Now), null, Now);
        Assert.Equal((used, 100 - used), (limits.Day!.Used, limits.Day.Left));
        Assert.Equal(problem, limits.DailyProblem(server.Name));
    }
}
