namespace Postern.Core.Html;

/// <summary>What the HTML elements around a line say about it.</summary>
internal enum LineMark
{
    None,

    /// <summary>In an element in which mail programs put the quoted mail.</summary>
    Quote,

    /// <summary>In an element in which mail programs put the signature.</summary>
    Signature,

    /// <summary>The quoted mail begins here and goes on to the end.</summary>
    Rest,

    /// <summary>As <see cref="Rest"/>, when the fields of a mail header follow.</summary>
    RestBeforeHeader,
}
