using System.Net;
using Postern.Core.Deliverability;

namespace Postern.Tests.Deliverability;

public sealed class SpfMacroTests
{
    private static readonly SpfQuery Query = new(IPAddress.Parse("192.0.2.3"), "customer.example");

    [Fact]
    public void A_name_that_is_too_long_loses_labels_from_the_left()
    {
        var name = SpfMacro.Expand(string.Concat(Enumerable.Repeat("%{i}.", 40)) + "%{d}", "customer.example", Query);

        Assert.Equal(252, name?.Length);
        Assert.EndsWith(".192.0.2.3.customer.example", name, StringComparison.Ordinal);
        Assert.Null(SpfMacro.Expand("a." + new string('b', 300), "customer.example", Query));
    }

    [Fact]
    public void A_name_of_many_labels_is_cut_without_a_copy_for_each()
    {
        var text = string.Concat(Enumerable.Repeat("a.", 20_000)) + "%{d}";
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotNull(SpfMacro.Expand(text, "customer.example", Query));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * 1024 * 1024);
    }
}
