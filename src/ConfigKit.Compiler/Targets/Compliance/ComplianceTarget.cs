using ConfigKit.Model;
using ConfigKit.Targets.Gateway;

namespace ConfigKit.Targets.Compliance;

/// <summary>What becomes of logs, and the records that data protection law asks for.</summary>
internal sealed class ComplianceTarget : Target<CompliancePlan>
{
    public override string Name => TargetNames.Compliance;

    public override string Description =>
        "log shipping and retention (Fluent Bit, Loki, logrotate), a DPIA draft and a record of processing";

    public override bool IsDefault => false;

    public override CompliancePlan Plan(TargetPlans plans) => CompliancePlanner.Plan(plans.Deployment, plans.Of(GatewayTarget.Instance));

    protected override IEnumerable<GeneratedFile> Files(CompliancePlan plan, TargetRenderer renderer)
    {
        var page = new CompliancePage(ComplianceView.Of(plan));
        return
        [
            renderer.File("compliance/fluent-bit.yaml", page),
            renderer.File("compliance/loki.yaml", page),
            renderer.File("compliance/logrotate.conf", page),
            renderer.File("compliance/dpia.md", page),
            renderer.File("compliance/record-of-processing.md", page),
        ];
    }
}
