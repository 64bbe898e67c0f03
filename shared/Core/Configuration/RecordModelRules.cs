using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Templates;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>Validates a model that is to be stored.</summary>
public static class RecordModelRules
{
    private const string LinkRule = "must be an http or https address in which {id} stands for the record's id";

    /// <param name="model">The model as requested.</param>
    /// <param name="before">The model as it is stored; null when it is new.</param>
    public static Edit<RecordModel> Put(RecordModel model, RecordModel? before) =>
        new(model, new Findings { Errors = [.. Errors(model)], Warnings = [.. Warnings(model, before)] });

    private static IEnumerable<FieldMessage> Warnings(RecordModel model, RecordModel? before)
    {
        if (before is { TakesMail: true } && !model.TakesMail)
            yield return new("takesMail", "closes the model to mail: mail to its aliases and threads is refused");
    }

    private static IEnumerable<FieldMessage> Errors(RecordModel model)
    {
        foreach (var error in NotificationTemplateRules.Errors(model.Notification))
            yield return error;
        if (ThreadKey.FindModelProblem(model.Name) is { } problem)
            yield return new("name", problem);
        if (model.LinkTemplate is { } template && !IsLink(template))
            yield return new("linkTemplate", LinkRule);
    }

    private static bool IsLink(string template)
    {
        var filled = template
            .Replace("{model}", "model", StringComparison.Ordinal)
            .Replace("{id}", "id", StringComparison.Ordinal);
        return template.Contains("{id}", StringComparison.Ordinal)
            && !filled.Contains('{', StringComparison.Ordinal)
            && Uri.TryCreate(filled, UriKind.Absolute, out var uri)
            && uri.Scheme is ("http" or "https");
    }
}
