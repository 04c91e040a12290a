using System.Collections.Immutable;
using ConfigKit.Model;
using ConfigKit.Rendering;
using ConfigKit.Resolution.Settings;
using Scriban.Runtime;

namespace ConfigKit.Targets.Compliance;

/// <summary>Record keeping where its templates look for it.</summary>
internal sealed record CompliancePage(ComplianceView Compliance) : View
{
    public override ScriptObject ToScript() => new() { ["compliance"] = Compliance.ToScript() };
}

/// <summary>Record keeping as templates see it.</summary>
internal sealed record ComplianceView : View
{
    public required ImmutableArray<LogView> Logs { get; init; }
    public required bool HasPrompts { get; init; }
    public required long AccessDays { get; init; }
    public required int DeletedDays { get; init; }
    public required long PromptDays { get; init; }
    public required string AccessHours { get; init; }
    public required string LokiHost { get; init; }
    public required int LokiPort { get; init; }
    public required int LokiListenPort { get; init; }
    public required bool LokiIsTls { get; init; }
    public required bool LokiListensHere { get; init; }
    public required bool ReopensNginx { get; init; }
    public required bool ReopensEnvoy { get; init; }
    public required string Controller { get; init; }
    public required string Dpo { get; init; }
    public required ImmutableArray<string> Purposes { get; init; }
    public bool HasPurposes => !Purposes.IsEmpty;
    public required string LegalBasis { get; init; }
    public required bool IsLegitimateInterest { get; init; }
    public required ImmutableArray<string> DataCategories { get; init; }
    public bool HasDataCategories => !DataCategories.IsEmpty;
    public required ImmutableArray<string> DataSubjects { get; init; }
    public bool HasDataSubjects => !DataSubjects.IsEmpty;
    public required ImmutableArray<string> Recipients { get; init; }

    /// <summary>Whether recipients are stated, if only that there are none.</summary>
    public required bool StatesRecipients { get; init; }

    public bool HasRecipients => !Recipients.IsEmpty;
    public required ImmutableArray<string> Transfers { get; init; }

    /// <summary>Whether transfers are stated, if only that there are none.</summary>
    public required bool StatesTransfers { get; init; }

    public bool HasTransfers => !Transfers.IsEmpty;
    public required string Location { get; init; }
    public required int Nodes { get; init; }
    public required int Gpus { get; init; }
    public required string Gpu { get; init; }
    public required string Revision { get; init; }
    public required int ContextTokens { get; init; }
    public required bool HasGateway { get; init; }
    public required string Issuer { get; init; }
    public required ImmutableArray<GrantView> Grants { get; init; }
    public required bool HasEngineKey { get; init; }
    public required bool HasPolicy { get; init; }
    public required bool IsConfidential { get; init; }
    public required bool SharesGpu { get; init; }
    public required bool CachesPrefixes { get; init; }

    public static ComplianceView Of(CompliancePlan c)
    {
        var (d, gateway) = (c.Deployment.Deployment, c.Gateway);
        var (s, security) = (d.Compliance.Record, d.Security);
        return new ComplianceView
        {
            Logs = [.. ((LogPlan?[])[c.Access, c.Prompts]).OfType<LogPlan>().Select(l => LogView.Of(l, c.Deployment.Name))],
            HasPrompts = c.Prompts is not null,
            AccessDays = c.Access.Hours / 24,
            DeletedDays = c.Access.Days + ComplianceSettings.DaysOfRotation,
            PromptDays = (c.Prompts?.Hours ?? 0) / 24,
            AccessHours = $"{c.Access.Hours}h",
            LokiHost = c.LokiHost,
            LokiPort = c.LokiPort,
            LokiListenPort = c.LokiListenPort,
            LokiIsTls = c.IsLokiTls,
            LokiListensHere = c.LokiHost is "localhost" or "127.0.0.1",
            ReopensNginx = gateway?.Implementations.Contains(GatewayKind.Nginx) != false,
            ReopensEnvoy = gateway?.Implementations.Contains(GatewayKind.Envoy) == true,
            Controller = s.Controller ?? "",
            Dpo = s.Dpo ?? "",
            Purposes = s.Purposes,
            LegalBasis = s.LegalBasis is { } basis ? WordsOf(basis) : "",
            IsLegitimateInterest = s.LegalBasis == LawfulBasis.LegitimateInterests,
            DataCategories = s.DataCategories,
            DataSubjects = s.DataSubjects,
            Recipients = s.Recipients ?? [],
            StatesRecipients = s.Recipients is not null,
            Transfers = s.Transfers ?? [],
            StatesTransfers = s.Transfers is not null,
            Location = s.Location ?? "",
            Nodes = d.Nodes,
            Gpus = d.GpusPerNode,
            Gpu = d.Gpu.Id,
            Revision = d.Source.StatedRevision,
            ContextTokens = c.Deployment.Estimate.EffectiveMaxModelLen,
            HasGateway = gateway is not null,
            Issuer = gateway?.Issuer ?? "",
            Grants = [.. (gateway?.Grants ?? []).Select(g => new GrantView(g.Role, g.Paths))],
            HasEngineKey = security.ApiKey is not null,
            HasPolicy = d.Targets.IsInCluster,
            IsConfidential = security.IsConfidential,
            SharesGpu = security.SharesGpu,
            CachesPrefixes = d.Serving.PrefixCaching,
        };
    }

    private static string WordsOf(LawfulBasis basis)
    {
        var choice = ComplianceSection.LegalBases.First(c => c.Value == basis);
        return $"{choice.Name.Replace('_', ' ')}, {choice.Description}";
    }

    public override ScriptObject ToScript() =>
        new()
        {
            ["logs"] = List(Logs),
            ["has_prompts"] = HasPrompts,
            ["access_days"] = AccessDays,
            ["deleted_days"] = DeletedDays,
            ["prompt_days"] = PromptDays,
            ["access_hours"] = AccessHours,
            ["loki_host"] = LokiHost,
            ["loki_port"] = LokiPort,
            ["loki_listen_port"] = LokiListenPort,
            ["loki_is_tls"] = LokiIsTls,
            ["loki_listens_here"] = LokiListensHere,
            ["reopens_nginx"] = ReopensNginx,
            ["reopens_envoy"] = ReopensEnvoy,
            ["controller"] = Controller,
            ["dpo"] = Dpo,
            ["purposes"] = List(Purposes),
            ["has_purposes"] = HasPurposes,
            ["legal_basis"] = LegalBasis,
            ["is_legitimate_interest"] = IsLegitimateInterest,
            ["data_categories"] = List(DataCategories),
            ["has_data_categories"] = HasDataCategories,
            ["data_subjects"] = List(DataSubjects),
            ["has_data_subjects"] = HasDataSubjects,
            ["recipients"] = List(Recipients),
            ["states_recipients"] = StatesRecipients,
            ["has_recipients"] = HasRecipients,
            ["transfers"] = List(Transfers),
            ["states_transfers"] = StatesTransfers,
            ["has_transfers"] = HasTransfers,
            ["location"] = Location,
            ["nodes"] = Nodes,
            ["gpus"] = Gpus,
            ["gpu"] = Gpu,
            ["revision"] = Revision,
            ["context_tokens"] = ContextTokens,
            ["has_gateway"] = HasGateway,
            ["issuer"] = Issuer,
            ["grants"] = List(Grants),
            ["has_engine_key"] = HasEngineKey,
            ["has_policy"] = HasPolicy,
            ["is_confidential"] = IsConfidential,
            ["shares_gpu"] = SharesGpu,
            ["caches_prefixes"] = CachesPrefixes,
        };
}

/// <summary>What a role may call.</summary>
internal sealed record GrantView(string Role, ImmutableArray<string> Paths) : View
{
    public override ScriptObject ToScript() => new() { ["role"] = Role, ["paths"] = List(Paths) };
}

/// <summary>One log.</summary>
internal sealed record LogView : View
{
    public required string Kind { get; init; }
    public required bool IsPrompts { get; init; }
    public required string Path { get; init; }
    public required string Period { get; init; }
    public required int Days { get; init; }
    public required int Files { get; init; }
    public required long LineBytes { get; init; }
    public required string Labels { get; init; }
    public required string Selector { get; init; }
    public required string Position { get; init; }

    public static LogView Of(LogPlan log, string job) =>
        new()
        {
            Kind = log.Kind,
            IsPrompts = log.Kind == "prompts",
            Path = log.Path,
            Period = $"{log.Hours}h",
            Days = log.Days,
            Files = log.Files,
            LineBytes = log.LineBytes,
            Labels = $"job={job}, kind={log.Kind}",
            Selector = $"{{kind=\"{log.Kind}\"}}",
            Position = $"/var/lib/fluent-bit/{log.Kind}.db",
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["kind"] = Kind,
            ["is_prompts"] = IsPrompts,
            ["path"] = Path,
            ["period"] = Period,
            ["days"] = Days,
            ["files"] = Files,
            ["line_bytes"] = LineBytes,
            ["labels"] = Labels,
            ["selector"] = Selector,
            ["position"] = Position,
        };
}
