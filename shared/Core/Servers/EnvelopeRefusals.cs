namespace Postern.Core.Servers;

/// <summary>Which envelope senders a server was seen to refuse; remembered per server.</summary>
[Flags]
public enum EnvelopeRefusals
{
    None = 0,

    /// <summary>It refuses our bounce address.</summary>
    BounceAddress = 1,

    /// <summary>It refuses <c>&lt;&gt;</c>.</summary>
    NullSender = 2,
}
