using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Postern.Core.Migration;

namespace Postern.Functions.Http;

/// <summary>The exports of Odoo in a form, one a part.</summary>
internal static class OdooBody
{
    private const long Limit = 32 << 20;
    private const int MostFiles = 50;
    private const string Form = "multipart/form-data";

    public static async Task<(IReadOnlyList<OdooUpload>? Uploads, IActionResult? Problem)> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (content, refused) = await RequestBody.ReadAsync(request, IsForm, Form, Limit, cancellationToken);
        if (refused is not null)
            return (null, refused);
        request.Body = new MemoryStream(content.ToArray());
        // No part leaves the memory: some hold passwords.
        var options = new FormOptions
        {
            MemoryBufferThreshold = (int)Limit,
            BufferBody = false,
            ValueCountLimit = MostFiles,
        };
        try
        {
            var form = await new FormFeature(request, options).ReadFormAsync(cancellationToken);
            if (form.Files.Count is 0 or > MostFiles)
                return (
                    null,
                    Answers.BadRequest("", $"The form must have 1 to {MostFiles} files, exports of Odoo as CSV.")
                );
            var uploads = new List<OdooUpload>();
            foreach (var file in form.Files)
                uploads.Add(new OdooUpload(file.Name, file.FileName, await BytesOfAsync(file, cancellationToken)));
            return (uploads, null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            return (null, Answers.BadRequest("", $"The form cannot be read: {e.Message}"));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BytesOfAsync(IFormFile file, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static bool IsForm(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);
}
