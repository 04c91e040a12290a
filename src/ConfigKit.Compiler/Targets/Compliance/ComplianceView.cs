using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Resolution;
using Scriban.Runtime;

namespace ConfigKit.Targets.Compliance;

/// <summary>Record keeping as templates see it.</summary>
internal static class ComplianceView
{
    public static ScriptObject Of(DeploymentPlan p)
    {
        var (c, d, s) = (p.Compliance, p.Deployment, p.Compliance.Stated);
        return new ScriptObject
        {
            ["logs"] = new ScriptArray(((LogPlan?[])[c.Access, c.Prompts]).OfType<LogPlan>().Select(l => Log(l, p.Name))),
            ["has_prompts"] = c.Prompts is not null,
            ["access_days"] = c.Access.Hours / 24,
            ["deleted_days"] = c.Access.Days + Retention.DaysOfRotation,
            ["prompt_days"] = (c.Prompts?.Hours ?? 0) / 24,
            ["access_hours"] = $"{c.Access.Hours}h",
            ["loki_host"] = c.LokiHost,
            ["loki_port"] = c.LokiPort,
            ["loki_listen_port"] = c.IsLokiTls ? 3100 : c.LokiPort,
            ["loki_is_tls"] = c.IsLokiTls,
            ["loki_listens_here"] = c.LokiHost is "localhost" or "127.0.0.1",
            ["reopens_nginx"] = p.Gateway?.Implementations.Contains(GatewayKind.Nginx) != false,
            ["reopens_envoy"] = p.Gateway?.Implementations.Contains(GatewayKind.Envoy) == true,
            ["controller"] = s.Controller ?? "",
            ["dpo"] = s.Dpo ?? "",
            ["purposes"] = Items(s.Purposes),
            ["has_purposes"] = !s.Purposes.IsDefaultOrEmpty,
            ["legal_basis"] = s.LegalBasis is { } basis ? Basis(basis) : "",
            ["is_legitimate_interest"] = s.LegalBasis == LawfulBasis.LegitimateInterests,
            ["data_categories"] = Items(s.DataCategories),
            ["has_data_categories"] = !s.DataCategories.IsDefaultOrEmpty,
            ["data_subjects"] = Items(s.DataSubjects),
            ["has_data_subjects"] = !s.DataSubjects.IsDefaultOrEmpty,
            ["recipients"] = Items(s.Recipients),
            ["states_recipients"] = !s.Recipients.IsDefault,
            ["has_recipients"] = !s.Recipients.IsDefaultOrEmpty,
            ["transfers"] = Items(s.Transfers),
            ["states_transfers"] = !s.Transfers.IsDefault,
            ["has_transfers"] = !s.Transfers.IsDefaultOrEmpty,
            ["location"] = s.Location ?? "",
            ["nodes"] = d.Nodes,
            ["gpus"] = d.GpusPerNode.Value,
            ["gpu"] = d.Gpu.Id,
            ["revision"] = d.Config.Model.Revision ?? "",
            ["context_tokens"] = p.Estimate.EffectiveMaxModelLen,
            ["has_gateway"] = p.Gateway is not null,
            ["issuer"] = p.Gateway?.Issuer ?? "",
            ["grants"] = new ScriptArray(
                (p.Gateway?.Grants ?? []).Select(g => new ScriptObject { ["role"] = g.Role, ["paths"] = new ScriptArray(g.Paths) })
            ),
            ["has_engine_key"] = d.Config.Security.ApiKey is not null,
            ["has_policy"] = EngineBackends.AreInCluster(d.Config),
            ["is_confidential"] = d.Config.Security.ConfidentialComputing is ConfidentialMode.Cc or ConfidentialMode.Ppcie,
            ["shares_gpu"] = d.Config.Security.GpuSharing is not (null or GpuSharingMode.None),
            ["caches_prefixes"] = d.Serving.PrefixCaching.Value,
        };
    }

    private static string Basis(LawfulBasis basis)
    {
        var choice = ComplianceSection.LegalBases.First(c => c.Value == basis);
        return $"{choice.Name.Replace('_', ' ')}, {choice.Description}";
    }

    private static ScriptObject Log(LogPlan log, string name) =>
        new()
        {
            ["kind"] = log.Kind,
            ["is_prompts"] = log.Kind == "prompts",
            ["path"] = log.Path,
            ["period"] = $"{log.Hours}h",
            ["days"] = log.Days,
            ["files"] = log.Files,
            ["line_bytes"] = log.LineBytes,
            ["labels"] = $"job={name}, kind={log.Kind}",
            ["selector"] = $"{{kind=\"{log.Kind}\"}}",
            ["position"] = $"/var/lib/fluent-bit/{log.Kind}.db",
        };

    private static ScriptArray Items(ImmutableArray<string> items) => [.. items.IsDefault ? [] : items];
}
