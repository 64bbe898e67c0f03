namespace Postern.Core.Html;

/// <summary>HTML exceeds one of <see cref="HtmlLimits"/>; thrown out of the parser, which cannot be stopped otherwise.</summary>
internal sealed class HtmlLimitException : Exception;
