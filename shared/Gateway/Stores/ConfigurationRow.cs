using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>A row of the configuration, whose record has not been deserialized yet.</summary>
public sealed class ConfigurationRow
{
    private readonly TableEntity _entity;

    private ConfigurationRow(TableEntity entity, string kind, string id)
    {
        _entity = entity;
        Kind = kind;
        Id = id;
    }

    public string Kind { get; }

    public string Id { get; }

    public ETag ETag => _entity.ETag;

    public DateTimeOffset Created => _entity.GetDateTimeOffset("created") ?? default;

    public T As<T>() => TableRow.Read<T>(_entity);

    internal static ConfigurationRow Read(TableEntity entity)
    {
        var separator = entity.RowKey.IndexOf(':', StringComparison.Ordinal);
        var kind = entity.RowKey[..separator];
        var id = TableKeys.Unescape(entity.RowKey[(separator + 1)..]);
        return new ConfigurationRow(entity, kind, id);
    }
}
