namespace Postern.Core.Text;

/// <summary>A mail exceeds a limit of reading. The message is the reason that its journal entry states.</summary>
internal sealed class UnreadableMailException(string reason) : Exception(reason);
