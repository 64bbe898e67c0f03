using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Postern.Core.Declarations;

namespace Postern.Functions.Http;

/// <summary>
/// A file of the configuration in the body of a request: YAML or JSON by itself, or as the part <c>configuration</c> of a
/// form, whose other parts are the variables that it names.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Variables">The variables by their names.</param>
internal sealed record ConfigurationBody(ConfigurationFile File, IReadOnlyDictionary<string, string> Variables)
{
    private const long Limit = 4 << 20;
    private const string Part = "configuration";
    private const string Form = "multipart/form-data";
    private const string Accepted = $"application/yaml, application/json or {Form}";
    private static readonly string[] Yaml = ["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"];

    public static async Task<(ConfigurationBody? Body, IActionResult? Problem)> ReadAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var (content, refused) = await RequestBody.ReadAsync(request, IsAccepted, Accepted, Limit, cancellationToken);
        if (refused is not null)
            return (null, refused);
        if (Is(request.ContentType, Form))
            return await ReadFormAsync(request, content, cancellationToken);
        var file = ConfigurationFile.Read(content, IsJson(request.ContentType));
        return (new ConfigurationBody(file, new Dictionary<string, string>()), null);
    }

    private static async Task<(ConfigurationBody? Body, IActionResult? Problem)> ReadFormAsync(
        HttpRequest request,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken
    )
    {
        request.Body = new MemoryStream(content.ToArray());
        // No part leaves the memory: some are secrets.
        var options = new FormOptions { MemoryBufferThreshold = (int)Limit, BufferBody = false };
        try
        {
            var form = await new FormFeature(request, options).ReadFormAsync(cancellationToken);
            var found =
                form.Files[Part] is { } part
                    ? ConfigurationFile.Read(await BytesOfAsync(part, cancellationToken), IsJson(part.ContentType))
                : form.TryGetValue(Part, out var text)
                    ? ConfigurationFile.Read(Encoding.UTF8.GetBytes(text.ToString()), isJson: false)
                : null;
            if (found is null)
                return (null, Answers.BadRequest(Part, "is missing: the part of the form that is the file"));
            var variables = form.Where(one => one.Key != Part)
                .ToDictionary(one => one.Key, one => one.Value.ToString());
            return (new ConfigurationBody(found, variables), null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            return (null, Answers.BadRequest("", $"The form cannot be read: {e.Message}"));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BytesOfAsync(IFormFile part, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await part.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static bool IsAccepted(MediaTypeHeaderValue type) =>
        Yaml.Append(Form).Any(known => type.MediaType.Equals(known, StringComparison.OrdinalIgnoreCase))
        || IsJson(type.ToString());

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (
            type.MediaType.Equals(Answers.Json, StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)
        );

    private static bool Is(string? contentType, string media) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals(media, StringComparison.OrdinalIgnoreCase);
}
