using System.Text.Json;
using Postern.Core.Text;

namespace Postern.Gateway.Editing;

/// <summary>
/// Recognises an edit that changes nothing. It is not written, so that the same request twice leaves the same version.
/// </summary>
internal static class Unchanged
{
    public static bool Is<T>(T before, T after) =>
        JsonSerializer.Serialize(before, PosternJson.Tolerant) == JsonSerializer.Serialize(after, PosternJson.Tolerant);
}
