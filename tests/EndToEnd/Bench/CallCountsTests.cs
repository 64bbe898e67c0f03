using Postern.Bench.EndToEnd;

namespace Postern.Tests.Bench;

public sealed class CallCountsTests
{
    private const string Json = """
        {
          "calls": {
            "one POST queue inbound-mail/messages": 3,
            "one GET queue inbound-mail/messages": 9,
            "one DELETE queue inbound-mail/messages": 2,
            "one PUT queue inbound-mail/messages": 1,
            "one POST queue outbound-mail/messages": 4,
            "one PUT blob mail-raw": 3,
            "one GET blob mail-raw": 2,
            "one HEAD blob mail-raw": 1,
            "one PUT blob azure-webjobs-hosts": 7,
            "one POST table $batch": 5,
            "one GET table threads": 6,
            "other POST table $batch": 100
          },
          "times": { "one inbound-mail": 3000000, "other inbound-mail": 1 }
        }
        """;

    private static readonly CallCounts Counts = CallCounts.Parse(Json, "one");

    [Fact]
    public void The_calls_of_the_gateway_are_told_from_those_of_the_host()
    {
        Assert.Equal((3, 3), (Counts.BlobWrites, Counts.BlobReads));
        Assert.Equal((11, 7, 1), (Counts.Tables, Counts.QueuePuts, Counts.QueueOthers));
        Assert.Equal(25, Counts.Own);
    }

    [Fact]
    public void What_was_put_on_a_queue_and_not_deleted_waits()
    {
        Assert.Equal(
            (3, 1, 2),
            (Counts.Put("inbound-mail"), Counts.Waiting("inbound-mail"), Counts.Runs("inbound-mail"))
        );
        Assert.Equal((5, 2, 0), (Counts.WaitingInAll, Counts.RunsInAll, Counts.Poisoned));
    }

    [Fact]
    public void A_run_takes_from_the_receipt_of_its_message_to_the_deletion() =>
        Assert.Equal(1.5, Counts.SecondsOfRun("inbound-mail"));

    [Fact]
    public void Two_readings_tell_what_came_between()
    {
        var earlier = CallCounts.Parse(Json.Replace("mail-raw\": 3", "mail-raw\": 1", StringComparison.Ordinal), "one");

        Assert.Equal("PUT blob mail-raw", Assert.Single((Counts - earlier).Calls).Key);
        Assert.Equal(2, (Counts - earlier).BlobWrites);
    }
}
