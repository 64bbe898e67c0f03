using System.Text.Json;

namespace Postern.Tests.Support;

public sealed class VectorsTests
{
    [Theory]
    [InlineData("routing")]
    [InlineData("select-server")]
    public void Every_case_of_a_set_is_json_and_names_itself(string set)
    {
        Assert.NotEmpty(Vectors.Cases(set));
        Assert.All(
            Vectors.Cases(set),
            name =>
            {
                using var json = JsonDocument.Parse(Vectors.Read(set, name));
                Assert.Equal(name, json.RootElement.GetProperty("id").GetString());
            }
        );
    }
}
