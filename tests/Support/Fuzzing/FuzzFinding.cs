namespace Postern.Tests.Support.Fuzzing;

/// <summary>An input on which a target does not do what it promises.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Kind">What went wrong, and where; findings of one kind are counted, not repeated.</param>
/// <param name="Index">Number of the input in its run.</param>
/// <param name="Input">The input, as short as it could be made.</param>
/// <param name="Details">The exception, or the cost.</param>
public sealed record FuzzFinding(string Target, string Kind, int Index, byte[] Input, string Details)
{
    /// <summary>How many inputs of the run were findings of this kind.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Writes the input and its details into a folder, which is made.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        var name = Path.Combine(folder, $"{Target.Replace(' ', '-')}-{Index}");
        File.WriteAllBytes($"{name}.bin", Input);
        File.WriteAllText($"{name}.txt", $"{Kind}\n{Details}\n");
    }
}
