using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Tests.Validation;

public sealed class EditResultTests
{
    private static readonly FieldMessage Message = new("name", "is taken");

    [Fact]
    public void Another_form_of_the_value_keeps_outcome_version_and_findings()
    {
        var findings = new Findings { Warnings = [Message] };
        var result = new EditResult<int>(EditOutcome.Replaced, new Versioned<int>(42, "v7"), findings);

        var shown = result.Select(number => $"number {number}");

        var expected = new Versioned<string>("number 42", "v7");
        Assert.Equal(new EditResult<string>(EditOutcome.Replaced, expected, findings), shown);
    }

    [Fact]
    public void Without_a_stored_value_there_is_no_other_form_of_it()
    {
        var result = EditResult.Of<int>(EditOutcome.Missing).Select(number => $"number {number}");

        Assert.Equal(new EditResult<string>(EditOutcome.Missing, null, Findings.None), result);
    }

    [Fact]
    public void Errors_make_an_edit_invalid_and_conflicts_alone_a_conflict()
    {
        var conflict = new Findings { Conflicts = [Message] };
        var both = conflict with { Errors = [Message] };

        Assert.Equal(EditOutcome.Conflict, EditResult.Refused<int>(conflict).Outcome);
        Assert.Equal(EditOutcome.Invalid, EditResult.Refused<int>(both).Outcome);
        Assert.Same(both, EditResult.Refused<int>(both).Findings);
    }
}
