using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>One row of configuration, not yet read as the record that it holds.</summary>
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
        return new ConfigurationRow(
            entity,
            entity.RowKey[..separator],
            TableKeys.Unescape(entity.RowKey[(separator + 1)..])
        );
    }
}
