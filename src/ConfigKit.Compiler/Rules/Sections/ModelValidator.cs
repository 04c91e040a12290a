using ConfigKit.Model;
using ConfigKit.Rules.Security;
using FluentValidation;

namespace ConfigKit.Rules.Sections;

/// <summary>Which model is served.</summary>
internal sealed class ModelValidator : AbstractValidator<ModelSection>
{
    public ModelValidator() =>
        RuleFor(m => m.TrustRemoteCode)
            .Must((m, trusts) => trusts != true || m.Path is not null || RemoteCodeUnpinned.IsCommit(m.Revision))
            .Reports(
                RemoteCodeUnpinned.Fault,
                "`{PropertyName}` runs code from revision `{Revision}`, which can change",
                "set `model.revision` to a commit (40 hex digits), or remove `{PropertyName}`",
                ("Revision", (m, _) => m.Revision ?? ModelSection.RevisionDefault)
            );
}
