using ConfigKit.Syntax;

namespace ConfigKit.Tests.Targets;

/// <summary>nginx.conf by `nginx -t`, envoy.yaml by the fields of Envoy's API, over the ways to configure a gateway.</summary>
public sealed class GatewayFilesTests : IDisposable
{
    private static readonly Dictionary<string, string> Ways = new(StringComparer.Ordinal)
    {
        ["smallest"] = "",
        ["host names"] = "  host_names: [a.example.com, b.example.com, a.example.com]\n",
        ["hash by header"] = "  hash_key: X-Session-Id\n",
        ["slow limit"] = "  rate_limit: {requests_per_second: 0.5, burst: 1, connections: 7}\n",
        ["fast limit"] = "  rate_limit: {requests_per_second: 333.3}\n",
        ["several engines"] = "  backends: [\"10.0.0.1:8000\", \"10.0.0.2:8000\", \"10.0.0.1:8000\"]\n",
        ["key in a file"] = "security: {api_key: \"${file:/run/secrets/key}\"}\n",
        ["key in a variable"] = "security: {api_key: \"${env:VLLM_API_KEY}\"}\n",
        ["prompts logged"] = "compliance: {log_prompts: true}\n",
        ["other engine"] = "serving: {engine: sglang}\n",
        ["no adapters"] = "serving: {engine: tensorrt-llm}\n",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("configkit-").FullName;

    public static TheoryData<string> Names => [.. Ways.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ProgramTheory("nginx", "openssl")]
    [MemberData(nameof(Names))]
    public void Nginx_accepts_its_configuration(string way)
    {
        RunningGateway.MakeCertificate(_folder);
        System.IO.File.WriteAllText(Path.Combine(_folder, "key.conf"), "proxy_set_header Authorization \"Bearer x\";\n");
        System.IO.File.WriteAllText(Path.Combine(_folder, "nginx.conf"), File(way, "gateway/nginx.conf"));
        var run = Programs.Run(
            "nginx",
            "-t",
            "-p",
            _folder,
            "-c",
            Path.Combine(_folder, "nginx.conf"),
            "-g",
            $"pid {_folder}/nginx.pid; error_log {_folder}/error.log;"
        );

        Assert.True(run.Exit == 0, run.Output);
        Assert.DoesNotContain("warn", run.Output, StringComparison.Ordinal);
    }

    [ProgramFact("nginx", "openssl")]
    public void Nginx_refuses_a_broken_configuration()
    {
        RunningGateway.MakeCertificate(_folder);
        System.IO.File.WriteAllText(
            Path.Combine(_folder, "nginx.conf"),
            File("smallest", "gateway/nginx.conf").Replace("limit_req_status", "limit_req_state", StringComparison.Ordinal)
        );
        var run = Programs.Run(
            "nginx",
            "-t",
            "-p",
            _folder,
            "-c",
            Path.Combine(_folder, "nginx.conf"),
            "-g",
            $"pid {_folder}/nginx.pid; error_log {_folder}/error.log;"
        );

        Assert.NotEqual(0, run.Exit);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Envoy_has_every_field_that_is_written(string way)
    {
        Assert.Empty(new EnvoyApi().Faults(Envoy(way), "envoy.config.bootstrap.v3.Bootstrap"));
    }

    [Fact]
    public void Envoy_has_no_field_that_it_does_not_have()
    {
        var broken = File("smallest", "gateway/envoy.yaml")
            .Replace("lb_policy: RING_HASH", "lb_policy: RING", StringComparison.Ordinal)
            .Replace("max_request_bytes", "max_bytes", StringComparison.Ordinal);

        Assert.Equal(2, new EnvoyApi().Faults(YamlPath.Parse(broken), "envoy.config.bootstrap.v3.Bootstrap").Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Envoy_is_whole(string way)
    {
        var root = Envoy(way);
        var chain = root.At("static_resources.listeners.0.filter_chains.0");
        var tls = chain.At("transport_socket.typed_config.common_tls_context.tls_params");
        var manager = chain.Items("filters")[^1].At("typed_config");
        var filters = manager.Items("http_filters").Select(f => f.Text("name")[(f.Text("name").LastIndexOf('.') + 1)..]).ToList();
        var clusters = root.Items("static_resources.clusters").Select(c => c.Text("name")).ToHashSet();

        Assert.Equal(("TLSv1_3", "TLSv1_3"), (tls.Text("tls_minimum_protocol_version"), tls.Text("tls_maximum_protocol_version")));
        Assert.Equal("router", filters[^1]);
        Assert.Equal(["jwt_authn", "rbac", "local_ratelimit", "buffer"], filters.Where(f => f is not ("router" or "credential_injector")));
        Assert.All(root.All("cluster").Cast<YamlScalar>(), c => Assert.Contains(c.Value, clusters));
        Assert.All(root.Items("static_resources.clusters"), c => Assert.Equal(c.Text("name"), c.Text("load_assignment.cluster_name")));
        Assert.Equal("404", manager.Items("route_config.virtual_hosts.0.routes")[^1].Text("direct_response.status"));
        Assert.Equal(
            manager.All("exact").OfType<YamlScalar>().Select(e => e.Value).Where(e => e.StartsWith('/')).Order(),
            manager.Items("route_config.virtual_hosts.0.routes").SkipLast(1).Select(r => r.Text("match.path")).Order()
        );
        Assert.Distinct(manager.Items("route_config.virtual_hosts.0.domains").Cast<YamlScalar>().Select(d => d.Value));
        Assert.DoesNotContain("admin", ((YamlMapping)root).Entries.Select(e => e.Key.Value));
    }

    [Fact]
    public void Names_agree_with_the_cluster()
    {
        var files = RunningGateway
            .Compile(
                Configuration("several engines")
                    .Replace("  backends: [\"10.0.0.1:8000\", \"10.0.0.2:8000\", \"10.0.0.1:8000\"]\n", "", StringComparison.Ordinal)
                    .Replace("[gateway]", "[gateway, kubernetes]", StringComparison.Ordinal)
            )
            .Files.ToDictionary(f => f.Path, f => f.Content);
        var headless = YamlPath.Parse(files["kubernetes/service-headless.yaml"]);
        var address = YamlPath
            .Parse(files["gateway/envoy.yaml"])
            .At("static_resources.clusters.0.load_assignment.endpoints.0.lb_endpoints.0.endpoint.address.socket_address");

        Assert.Equal($"{headless.Text("metadata.name")}.{headless.Text("metadata.namespace")}.svc", address.Text("address"));
        Assert.Equal((headless.Text("spec.ports.0.port"), "None"), (address.Text("port_value"), headless.Text("spec.clusterIP")));
        Assert.Contains("service-headless.yaml", files["kubernetes/kustomization.yaml"], StringComparison.Ordinal);
        var service = YamlPath.Parse(files["kubernetes/service.yaml"]);
        Assert.Contains(
            $"server {service.Text("metadata.name")}.{service.Text("metadata.namespace")}.svc:{service.Text("spec.ports.0.port")} ",
            files["gateway/nginx.conf"],
            StringComparison.Ordinal
        );
    }

    private static YamlNode Envoy(string way) =>
        YamlPath.Parse(RunningGateway.Compile(Configuration(way)).Files.Single(f => f.Path == "gateway/envoy.yaml").Content);

    private string File(string way, string path) =>
        RunningGateway.Compile(Configuration(way, _folder)).Files.Single(f => f.Path == path).Content;

    private static string Configuration(string way, string folder = "/srv") =>
        $$"""
            model: {name: deepseek-ai/DeepSeek-R1-Distill-Qwen-7B}
            hardware: {gpu: h100-sxm, gpus_per_node: 1}
            targets: [gateway]
            gateway:
              certificate: {{folder}}/tls.crt
              certificate_key: {{folder}}/tls.key
              engine_authorization: {{folder}}/key.conf
              access_log: {{folder}}/access.log
              jwt: {issuer: "https://id.example.com", audiences: [deepseek], jwks_uri: "https://id.example.com/keys", verifier_url: "https://127.0.0.1/auth"}

            """ + Ways[way];
}
