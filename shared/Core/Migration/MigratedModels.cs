using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Declarations;

namespace Postern.Core.Migration;

/// <summary>The models that aliases and mailboxes refer to.</summary>
internal sealed class MigratedModels(OdooDraft draft)
{
    /// <summary>The model that a field refers to, which is in the file from then on; null = none.</summary>
    /// <param name="record">The record.</param>
    /// <param name="field">The field.</param>
    /// <param name="name">What the record is called.</param>
    public string? Take(ExportRecord record, string field, string? name)
    {
        if (ModelName.Of(record, field) is not { } model)
            return null;
        if (!model.IsSure)
            draft.Notes.Check(
                record,
                name,
                field,
                $"the export shows this model by a name that is not known; it is called '{model.Name}' here: check it"
            );
        if (ThreadKey.FindModelProblem(model.Name) is null && !draft.Has(ConfigurationSection.Models, model.Name))
            draft.Add(ConfigurationSection.Models, model.Name, new RecordModel { Name = model.Name }, null);
        return model.Name;
    }
}
