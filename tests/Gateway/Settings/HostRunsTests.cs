using Microsoft.Extensions.Configuration;
using Postern.Core.Limits;
using Postern.Gateway.Settings;
using Postern.Tests.Support;

namespace Postern.Tests.Settings;

public sealed class HostRunsTests
{
    [Fact]
    public void The_gateway_counts_with_the_runs_of_host_json()
    {
        var host = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "host.json")).Build();
        var queues = host.GetSection("extensions:queues");

        Assert.Equal(
            new RunShares(queues.GetValue<int>("batchSize"), queues.GetValue<int>("newBatchThreshold")),
            HostRuns.Read(new ConfigurationBuilder().Build())
        );
    }

    [Fact]
    public void A_setting_that_overrides_host_json_counts()
    {
        var settings = new Dictionary<string, string?>
        {
            ["AzureFunctionsJobHost:extensions:queues:batchSize"] = "4",
            ["AzureFunctionsJobHost:extensions:queues:newBatchThreshold"] = "2",
        };

        Assert.Equal(
            new RunShares(4, 2),
            HostRuns.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        );
    }
}
