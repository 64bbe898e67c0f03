using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Text;

namespace Postern.Core.Migration;

/// <summary>What became of Odoo's exports.</summary>
/// <param name="Yaml">The file, without the notes.</param>
/// <param name="Variables">The variables that must be sent with it: its secrets.</param>
/// <param name="Notes">What has no counterpart, what is different, and what is to be done.</param>
/// <param name="Counts">How many resources each section has, in all parts.</param>
/// <param name="Part">Which part this is, from 1.</param>
/// <param name="Parts">In how many parts contacts and the blacklist make the file, which has a limit.</param>
public sealed record OdooImported(
    string Yaml,
    IReadOnlyList<OdooVariable> Variables,
    IReadOnlyList<OdooImportNote> Notes,
    IReadOnlyDictionary<string, int> Counts,
    int Part,
    int Parts
)
{
    /// <summary>The answer of the API.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["yaml"] = Yaml,
            ["variables"] = JsonSerializer.SerializeToNode(Variables, PosternJson.Strict),
            ["notes"] = JsonSerializer.SerializeToNode(Notes, PosternJson.Strict),
            ["counts"] = JsonSerializer.SerializeToNode(Counts, PosternJson.Strict),
            ["part"] = Part,
            ["parts"] = Parts,
        };

    /// <summary>The file with all that is to be known about it as comments at its head.</summary>
    public string ToYaml() => string.Concat(Lines().Select(line => $"# {line}\n")) + "\n" + Yaml;

    /// <summary>What is to be known about the file, without the file.</summary>
    public override string ToString() => string.Concat(Lines().Select(line => $"{line}\n"));

    private IEnumerable<string> Lines()
    {
        yield return $"From Odoo: {Summary}.";
        if (Parts > 1)
            yield return $"This is part {Part} of {Parts}; ?part= asks for another. Write them in this order.";
        if (Variables.Count > 0)
            yield return $"Set before it is written: {string.Join(", ", Variables.Select(one => one.Name))}.";
        foreach (var note in Notes)
            yield return note.ToString();
    }

    private string Summary =>
        Counts.Count == 0 ? "nothing" : string.Join(", ", Counts.Select(count => $"{count.Value} {count.Key}"));
}

/// <summary>A variable that the file names as <c>env:NAME</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Server">The server: <c>outgoingServers.relay</c>.</param>
/// <param name="Field">Its member: <c>password</c>, <c>clientSecret</c> or <c>refreshToken</c>.</param>
public sealed record OdooVariable(string Name, string Server, string Field);
