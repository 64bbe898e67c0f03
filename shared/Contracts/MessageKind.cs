namespace Postern.Contracts;

/// <summary>Who may read a message.</summary>
public enum MessageKind
{
    /// <summary>Public: all followers.</summary>
    Comment,

    /// <summary>Internal note: internal followers only.</summary>
    Note,
}
