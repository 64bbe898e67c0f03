namespace Postern.Mail;

/// <summary>
/// A mail's body in three parts that together hold all of it: what was written now, what was quoted, and the signature.
/// When nothing new is found, the whole body counts as new.
/// </summary>
/// <param name="New">What the author wrote now; never empty unless the body is.</param>
/// <param name="Quoted">Quoted earlier mail with its introduction, or "".</param>
/// <param name="Signature">Signature below the new text, or "".</param>
public sealed record ReplyText(string New, string Quoted, string Signature);
