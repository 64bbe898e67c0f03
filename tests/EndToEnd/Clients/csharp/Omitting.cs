using System.Text.Json;
using System.Text.Json.Serialization;

namespace PosternApi;

/// <content>A member that is not set is not sent, rather than as null, which would remove a secret.</content>
public partial class PosternClient
{
    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
}
