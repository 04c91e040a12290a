using ConfigKit.Model;

namespace ConfigKit.Tests.Resolution.Settings;

public sealed class ClusterSettingsTests
{
    [Fact]
    public void Defaults_and_their_reasons()
    {
        var c = Decided.From().Cluster;

        Decided.IsDefault("deepseek", "default", c.Namespace);
        Decided.IsDefault("nvidia.com/gpu", "the vendor's device plugin", c.GpuResource);
        Decided.IsDefault(80, "the default port of HTTP", c.ServicePort);
        Decided.IsDefault(WorkloadKind.Deployment, "default", c.Workload);
        Decided.IsDefault(GpuAllocation.DevicePlugin, "default", c.GpuAllocation);
        Decided.IsDefault("gpu.nvidia.com", "class of the vendor's driver", c.DeviceClass);
        Decided.IsDefault(null, "one replica", c.AntiAffinity);
        Decided.IsDefault(0, "the engines need none", c.Hugepages2Mi);
        Decided.IsDefault(0, "the engines need none", c.Hugepages1Gi);
        Assert.All(
            [c.HostNetwork, c.GpuAffinity, c.NamespaceLimits, c.DefaultDeny, c.HostTuning],
            s => Decided.IsDefault(false, "off by default", s)
        );
        Assert.Null(c.RdmaResource);
        Assert.Null(c.RuntimeClass);
        Assert.Equal("", c.PodPriorityClass);
        Assert.Null(c.Memory);
        Assert.Empty(c.ImagePullSecrets);
        Assert.Empty(c.AllowedNamespaces);
        Assert.Null(c.Autoscaling);
        Assert.Null(c.Route);
    }

    [Fact]
    public void Stated_values_win()
    {
        var c = Decided
            .From(
                "kubernetes: {namespace: llm, gpu_resource: example.com/gpu, service_port: 8080, workload: stateful_set, gpu_allocation: dra, "
                    + "device_class: gpu.example.com, anti_affinity: required, hugepages_2mi: 2, hugepages_1gi: 1, host_network: true, "
                    + "gpu_affinity: true, namespace_limits: true, default_deny: true, host_tuning: true, cpu: 16, memory: 64GiB, "
                    + "runtime_class: nvidia, rdma_resource: rdma/ib, image_pull_secrets: [pull], allowed_namespaces: [front]}"
            )
            .Cluster;

        Decided.IsStated("llm", c.Namespace);
        Decided.IsStated("example.com/gpu", c.GpuResource);
        Decided.IsStated(8080, c.ServicePort);
        Decided.IsStated(WorkloadKind.StatefulSet, c.Workload);
        Decided.IsStated(GpuAllocation.Dra, c.GpuAllocation);
        Decided.IsStated("gpu.example.com", c.DeviceClass);
        Decided.IsStated(AntiAffinity.Required, c.AntiAffinity);
        Decided.IsStated(2, c.Hugepages2Mi);
        Decided.IsStated(1, c.Hugepages1Gi);
        Decided.IsStated(16, c.Cpu);
        Assert.All([c.HostNetwork, c.GpuAffinity, c.NamespaceLimits, c.DefaultDeny, c.HostTuning], s => Decided.IsStated(true, s));
        Assert.Equal(64L << 30, c.Memory);
        Assert.Equal(("nvidia", "rdma/ib"), (c.RuntimeClass, c.RdmaResource));
        Decided.Holds(["pull"], c.ImagePullSecrets);
        Decided.Holds(["front"], c.AllowedNamespaces);
    }

    [Fact]
    public void Amd_has_its_own_device_plugin_and_driver()
    {
        var c = Decided.From(gpu: "mi300x").Cluster;

        Decided.IsDefault("amd.com/gpu", "the vendor's device plugin", c.GpuResource);
        Decided.IsDefault("gpu.amd.com", "class of the vendor's driver", c.DeviceClass);
    }

    [Theory]
    [InlineData("", 32, "4 per GPU")]
    [InlineData("cpu_threads: 96", 96, "from hardware.cpu_threads")]
    public void Cores_of_a_pod_follow_the_node(string hardware, int cores, string why) =>
        Decided.IsDefault(cores, why, Decided.From(hardware: hardware).Cluster.Cpu);

    [Theory]
    [InlineData("workload: {replicas: 2}")]
    [InlineData("kubernetes: {autoscaling: {}}")]
    public void Several_replicas_prefer_nodes_of_their_own(string sections) =>
        Decided.IsDefault(AntiAffinity.Preferred, "there may be several replicas", Decided.From(sections).Cluster.AntiAffinity);

    [Theory]
    [InlineData("kubernetes: {priority: 5}", "deepseek-r1")]
    [InlineData("kubernetes: {priority_class: high}", "high")]
    public void Pods_name_the_priority_class_that_is_written_or_there(string sections, string name) =>
        Assert.Equal(name, Decided.From(sections).Cluster.PodPriorityClass);

    [Theory]
    [InlineData("", 1, false, "one pod mounts it")]
    [InlineData("", 2, true, "a replica spans several nodes")]
    [InlineData("workload: {replicas: 2}", 1, true, "there may be several replicas")]
    [InlineData("kubernetes: {storage: {download: job}}", 1, true, "a Job fills it beside the engine")]
    [InlineData("rollout: {strategy: blue_green}", 1, true, "two versions run side by side")]
    [InlineData("workload: {replicas: 2}\nkubernetes: {workload: stateful_set}", 1, false, "each pod of a StatefulSet has its own")]
    [InlineData("kubernetes: {storage: {read_write_many: true}}", 1, true, "")]
    public void The_claim_is_shared_where_several_pods_mount_it(string sections, int nodes, bool isShared, string why) =>
        Assert.Equal(new Setting<bool>(isShared, why), Decided.From(sections, $"nodes: {nodes}").Cluster.Volume.ReadWriteMany);

    [Fact]
    public void The_volume_is_a_claim_that_the_engine_fills()
    {
        var v = Decided.From().Cluster.Volume;

        Decided.IsDefault(ModelStore.Claim, "default", v.Kind);
        Assert.True(v.IsClaimWritten);
        Assert.False(v.IsFilledByJob);
        Assert.Null(v.Size);
        Assert.Null(v.Download);
        Assert.Null(v.Class);
    }

    [Fact]
    public void Size_and_download_of_the_volume_follow_store_and_source()
    {
        var v = Decided
            .From("kubernetes: {storage: {source: \"s3://models/r1\"}}", "storage: {capacity: 2TiB}", model: "path: /models/r1")
            .Cluster.Volume;
        Decided.IsDefault(2L << 40, "from hardware.storage.capacity", v.Size!.Value);
        Decided.IsDefault(ModelDownload.InitContainer, "a source is set", v.Download!.Value);

        var stated = Decided
            .From("kubernetes: {storage: {size: 1TiB, download: job, class: fast}}", "storage: {capacity: 2TiB}")
            .Cluster.Volume;
        Decided.IsStated(1L << 40, stated.Size!.Value);
        Decided.IsStated(ModelDownload.Job, stated.Download!.Value);
        Assert.Equal("fast", stated.Class);
        Assert.True(stated.IsFilledByJob);
    }

    [Theory]
    [InlineData("existing_claim: models")]
    [InlineData("kind: host_path")]
    public void No_claim_is_written_over_one_that_is_there_or_a_folder(string storage) =>
        Assert.False(Decided.From($"kubernetes: {{storage: {{{storage}}}}}").Cluster.Volume.IsClaimWritten);

    [Fact]
    public void Autoscaling_is_KEDA_by_a_tenth_of_the_sequences()
    {
        var a = Decided.From("kubernetes: {autoscaling: {}}", serving: "max_num_seqs: 256").Cluster.Autoscaling!;
        Decided.IsDefault(ScalingController.Keda, "default", a.Controller);
        Decided.IsDefault(25, "a tenth of max_num_seqs", a.WaitingRequests);
        Assert.Null(a.ScaleDownDelay);

        var few = Decided.From("kubernetes: {autoscaling: {}}", serving: "max_num_seqs: 9").Cluster.Autoscaling!;
        Assert.Equal(1, few.WaitingRequests.Value);

        var stated = Decided
            .From("kubernetes: {autoscaling: {controller: hpa, waiting_requests: 3, scale_down_delay: 30m}}")
            .Cluster.Autoscaling!;
        Decided.IsStated(ScalingController.Hpa, stated.Controller);
        Decided.IsStated(3, stated.WaitingRequests);
        Assert.Equal(TimeSpan.FromMinutes(30), stated.ScaleDownDelay);
    }

    [Fact]
    public void A_route_stays_in_the_namespace_of_the_endpoint()
    {
        var r = Decided.From("kubernetes: {namespace: llm, route: {gateway: public}}").Cluster.Route!;
        Assert.Equal("public", r.Gateway);
        Decided.IsDefault("llm", "namespace of the endpoint", r.GatewayNamespace);
        Decided.IsDefault(9002, "the endpoint picker's default", r.EndpointPickerPort);
        Assert.Empty(r.Hostnames);
        Assert.Null(r.RequestTimeout);

        var stated = Decided
            .From("kubernetes: {route: {gateway: public, gateway_namespace: edge, endpoint_picker_port: 9003}}")
            .Cluster.Route!;
        Decided.IsStated("edge", stated.GatewayNamespace);
        Decided.IsStated(9003, stated.EndpointPickerPort);
    }
}
