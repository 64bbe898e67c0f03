namespace Postern.Core.Replies;

/// <summary>What a line above a quote says of the quoted message.</summary>
[Flags]
internal enum QuoteTraces
{
    None = 0,

    /// <summary>An address that it came from.</summary>
    Address = 1,

    /// <summary>The name of its author.</summary>
    Author = 2,

    /// <summary>The same, in one word, which may mean something else.</summary>
    FirstName = 4,

    /// <summary>The day on which it was sent.</summary>
    Date = 8,

    /// <summary>The time at which it was sent, in whatever time zone.</summary>
    Time = 16,

    /// <summary>Who replies, to whom it was sent.</summary>
    Reader = 32,

    /// <summary>Its subject, at the end of the line.</summary>
    Subject = 64,

    /// <summary>The line is a field: a few words, a colon, and a value.</summary>
    Field = 128,

    /// <summary>The line ends with a colon.</summary>
    Colon = 256,

    /// <summary>The line begins with the author's name.</summary>
    Leading = 512,
}
