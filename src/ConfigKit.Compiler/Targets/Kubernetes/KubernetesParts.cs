using System.Collections.Immutable;
using System.Globalization;
using ConfigKit.Rendering;
using Scriban.Runtime;

namespace ConfigKit.Targets.Kubernetes;

/// <summary>Who fetches the weights, as templates see it.</summary>
internal sealed record DownloadView : View
{
    private const int LoadCpu = 2;
    private const string LoadMemory = "8Gi";

    public required bool IsJob { get; init; }
    public required bool IsObjectStore { get; init; }
    public required string JobName { get; init; }
    public required ManifestValue Image { get; init; }
    public required string PullPolicy { get; init; }
    public required ImmutableArray<string> Command { get; init; }
    public required ImmutableArray<string> WaitCommand { get; init; }

    /// <summary>Variables with the keys of an object store.</summary>
    public required ImmutableArray<string> Keys { get; init; }

    public required ImmutableArray<SecretView> Secrets { get; init; }
    public required long Timeout { get; init; }
    public required int Cpu { get; init; }
    public required string Memory { get; init; }
    public required Block Waivers { get; init; }
    public required Block TrivyWaivers { get; init; }
    public required bool HasWaivers { get; init; }

    public static DownloadView Of(DownloadPlan download, DeploymentPlan p, ManifestValues values, WaiverBlocks waivers) =>
        new()
        {
            IsJob = download.IsJob,
            IsObjectStore = download.IsObjectStore,
            JobName = download.JobName,
            Image = values.DownloadImage,
            PullPolicy = ContainerText.PullPolicy(download.Image != p.Image || p.Deployment.Container.Image.IsStated),
            Command = [.. download.Command.Select(ContainerText.NotExpanded)],
            WaitCommand = ["/bin/sh", "-c", "until [ -e \"$0\" ]; do echo waiting for \"$0\"; sleep 10; done", download.Marker],
            Keys = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
            Secrets = [.. p.Secrets.Where(s => s.Variable == "HF_TOKEN").Select(s => new SecretView(s))],
            Timeout = Amount.Seconds(download.Timeout),
            Cpu = LoadCpu,
            Memory = LoadMemory,
            Waivers = waivers.Annotations,
            TrivyWaivers = waivers.Comments,
            HasWaivers = waivers.HasAnnotations,
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["is_job"] = IsJob,
            ["is_object_store"] = IsObjectStore,
            ["job_name"] = JobName,
            ["image"] = Image.Script,
            ["pull_policy"] = PullPolicy,
            ["command"] = List(Command),
            ["wait_command"] = List(WaitCommand),
            ["keys"] = List(Keys),
            ["secrets"] = List(Secrets),
            ["timeout"] = Timeout,
            ["cpu"] = Cpu,
            ["memory"] = Memory,
            ["waivers"] = Waivers,
            ["trivy_waivers"] = TrivyWaivers,
            ["has_waivers"] = HasWaivers,
        };
}

/// <summary>Replicas by load, as templates see them.</summary>
internal sealed record ScalingView : View
{
    public required ManifestValue Min { get; init; }
    public required ManifestValue Max { get; init; }
    public required int Waiting { get; init; }
    public required string WaitingText { get; init; }
    public required string PodMetric { get; init; }
    public required string Query { get; init; }
    public required long Delay { get; init; }
    public required string Prometheus { get; init; }
    public required bool HasWaivers { get; init; }
    public required Block Waivers { get; init; }

    public static ScalingView Of(ScalingPlan s, ManifestValues values, WaiverBlocks waivers) =>
        new()
        {
            Min = values.MinReplicas,
            Max = values.MaxReplicas,
            Waiting = s.Waiting,
            WaitingText = s.Waiting.ToString(CultureInfo.InvariantCulture),
            PodMetric = s.PodMetric,
            Query = s.Query,
            Delay = Amount.Seconds(s.ScaleDownDelay),
            Prometheus = s.PrometheusUrl,
            HasWaivers = waivers.HasAnnotations,
            Waivers = waivers.Annotations,
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["min"] = Min.Script,
            ["max"] = Max.Script,
            ["waiting"] = Waiting,
            ["waiting_text"] = WaitingText,
            ["pod_metric"] = PodMetric,
            ["query"] = Query,
            ["delay"] = Delay,
            ["prometheus"] = Prometheus,
            ["has_waivers"] = HasWaivers,
            ["waivers"] = Waivers,
        };
}

/// <summary>The way from a Gateway to the endpoint, as templates see it.</summary>
internal sealed record RouteView : View
{
    public required ManifestValue Hostnames { get; init; }
    public required bool HasHostnames { get; init; }
    public required string Gateway { get; init; }
    public required string GatewayNamespace { get; init; }
    public required bool HasGatewayNamespace { get; init; }
    public required string Listener { get; init; }
    public required string Timeout { get; init; }
    public bool HasPool => EndpointPicker.Length > 0;
    public required string EndpointPicker { get; init; }
    public required int EndpointPickerPort { get; init; }

    /// <summary>Whether a rollout divides the requests between two versions.</summary>
    public required bool Splits { get; init; }

    public static RouteView Of(RoutePlan r, KubernetesPlan k, ManifestValues values) =>
        new()
        {
            Hostnames = values.Hostnames,
            HasHostnames = values.HasHostnames,
            Gateway = r.Gateway,
            GatewayNamespace = r.GatewayNamespace,
            HasGatewayNamespace = r.GatewayNamespace != k.Deployment.Cluster.Namespace,
            Listener = r.Listener,
            Timeout = r.Timeout,
            EndpointPicker = r.EndpointPicker,
            EndpointPickerPort = r.EndpointPickerPort,
            Splits = k.Rollout is { IsArgo: true, IsCanary: true },
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["hostnames"] = Hostnames.Script,
            ["has_hostnames"] = HasHostnames,
            ["gateway"] = Gateway,
            ["gateway_namespace"] = GatewayNamespace,
            ["has_gateway_namespace"] = HasGatewayNamespace,
            ["listener"] = Listener,
            ["timeout"] = Timeout,
            ["has_pool"] = HasPool,
            ["endpoint_picker"] = EndpointPicker,
            ["endpoint_picker_port"] = EndpointPickerPort,
            ["splits"] = Splits,
        };
}

/// <summary>A rollout that the error rate decides, as templates see it.</summary>
internal sealed record RolloutView : View
{
    public required bool IsCanary { get; init; }
    public required string NewService { get; init; }
    public required string Analysis { get; init; }
    public required ImmutableArray<int> Weights { get; init; }
    public required string AnalysisTime { get; init; }
    public required string Interval { get; init; }
    public required int IntervalSeconds { get; init; }
    public required int Checks { get; init; }
    public required string Success { get; init; }
    public required string Failure { get; init; }
    public required string Query { get; init; }
    public required string QueryBlue { get; init; }
    public required string QueryGreen { get; init; }
    public required string Prometheus { get; init; }
    public required int FirstReplicas { get; init; }
    public required string Strategy { get; init; }
    public required bool IsGroup { get; init; }
    public required string Resource { get; init; }

    public static RolloutView Of(RolloutPlan r, KubernetesPlan k) =>
        new()
        {
            IsCanary = r.IsCanary,
            NewService = r.NewService,
            Analysis = k.Deployment.Name + "-errors",
            Weights = r.Weights,
            AnalysisTime = $"{Amount.Seconds(r.AnalysisTime)}s",
            Interval = $"{RolloutPlanner.SecondsBetweenChecks}s",
            IntervalSeconds = RolloutPlanner.SecondsBetweenChecks,
            Checks = r.Checks,
            Success = $"len(result) == 0 || isNaN(result[0]) || result[0] <= {r.Threshold}",
            Failure = $"len(result) > 0 && !isNaN(result[0]) && result[0] > {r.Threshold}",
            Query = r.Query,
            QueryBlue = r.Colors.Single(c => c.Name == "blue").Query,
            QueryGreen = r.Colors.Single(c => c.Name == "green").Query,
            Prometheus = r.PrometheusUrl,
            FirstReplicas = r.FirstReplicas,
            Strategy = r.IsCanary ? "canary" : "blue_green",
            IsGroup = k.Workload.Kind == "LeaderWorkerSet",
            Resource = k.Workload.Kind.ToLowerInvariant(),
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["is_canary"] = IsCanary,
            ["new_service"] = NewService,
            ["analysis"] = Analysis,
            ["weights"] = List(Weights),
            ["analysis_time"] = AnalysisTime,
            ["interval"] = Interval,
            ["interval_seconds"] = IntervalSeconds,
            ["checks"] = Checks,
            ["success"] = Success,
            ["failure"] = Failure,
            ["query"] = Query,
            ["query_blue"] = QueryBlue,
            ["query_green"] = QueryGreen,
            ["prometheus"] = Prometheus,
            ["first_replicas"] = FirstReplicas,
            ["strategy"] = Strategy,
            ["is_group"] = IsGroup,
            ["resource"] = Resource,
        };
}

/// <summary>What all pods of the namespace may take together, as templates see it.</summary>
internal sealed record LimitsView : View
{
    public required string GpuKey { get; init; }
    public required ManifestValue Gpus { get; init; }
    public required ManifestValue Cpu { get; init; }
    public required ManifestValue Memory { get; init; }
    public required Block QuotaWaivers { get; init; }
    public required Block RangeWaivers { get; init; }

    public static LimitsView Of(NamespaceLimitsPlan l, ManifestValues values, RenderedWaivers waivers) =>
        new()
        {
            GpuKey = l.GpuKey,
            Gpus = values.QuotaGpus,
            Cpu = values.QuotaCpu,
            Memory = values.QuotaMemory,
            QuotaWaivers = waivers.Quota.Comments,
            RangeWaivers = waivers.Range.Comments,
        };

    public override ScriptObject ToScript() =>
        new()
        {
            ["gpu_key"] = GpuKey,
            ["gpus"] = Gpus.Script,
            ["cpu"] = Cpu.Script,
            ["memory"] = Memory.Script,
            ["quota_waivers"] = QuotaWaivers,
            ["range_waivers"] = RangeWaivers,
        };
}
