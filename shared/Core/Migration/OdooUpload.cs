namespace Postern.Core.Migration;

/// <summary>A file that Odoo exported.</summary>
/// <param name="Part">Name of the part of the form, which may say the model; null = the file name says it.</param>
/// <param name="FileName">The file's name, such as <c>Email Aliases (mail.alias).csv</c>.</param>
/// <param name="Content">The file.</param>
public sealed record OdooUpload(string? Part, string FileName, ReadOnlyMemory<byte> Content);
