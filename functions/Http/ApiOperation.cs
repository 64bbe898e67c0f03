namespace Postern.Functions.Http;

/// <summary>One operation of the API.</summary>
/// <param name="Verb">Its method, in lower case.</param>
/// <param name="Path">The segments of its path, without the prefix of the route.</param>
/// <param name="Members">The members of the query that it knows; null when all are taken.</param>
internal sealed record ApiOperation(string Verb, IReadOnlyList<string> Path, IReadOnlyList<string>? Members)
{
    /// <summary>Number of segments that are no variables.</summary>
    public int Literals => Path.Count(segment => !IsVariable(segment));

    /// <summary>Whether a path ends with that of the operation.</summary>
    public bool EndsPath(string[] path) =>
        path.Length >= Path.Count
        && path.TakeLast(Path.Count)
            .Zip(Path)
            .All(pair => IsVariable(pair.Second) || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));

    private static bool IsVariable(string segment) => segment.StartsWith('{');
}
