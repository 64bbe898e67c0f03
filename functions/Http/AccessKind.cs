namespace Postern.Functions.Http;

/// <summary>What a function asks for.</summary>
public enum AccessKind
{
    /// <summary>A key of the API, or a person who has signed in.</summary>
    Key,

    /// <summary>The host's master key, which the host has checked (level Admin).</summary>
    Host,

    /// <summary>Nothing.</summary>
    Public,
}
