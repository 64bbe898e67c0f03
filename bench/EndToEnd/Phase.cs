namespace Postern.Bench.EndToEnd;

/// <summary>Parts of the life of a process.</summary>
internal enum Phase
{
    /// <summary>The first mails after its start: everything is compiled and read for the first time.</summary>
    Cold,

    /// <summary>What is called often is compiled again: counted with neither.</summary>
    Warming,

    /// <summary>As in the hours after.</summary>
    Warm,

    /// <summary>Warm, and one mail after another.</summary>
    Single,
}
