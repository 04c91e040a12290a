using ConfigKit.Model;

namespace ConfigKit.Tests.Resolution.Settings;

public sealed class ObservabilitySettingsTests
{
    [Fact]
    public void Defaults_and_their_reasons()
    {
        var o = Decided.From().Observability;

        Decided.IsDefault(true, "on by default", o.Metrics);
        Decided.IsDefault(NcclLogLevel.Warn, "shows errors with their cause", o.NcclDebug);
        Decided.IsDefault(85, "default, in °C", o.GpuTemperature);
        Decided.IsDefault(0.05, "5 of 100 requests", o.ErrorRate);
        Decided.IsDefault("http://prometheus-operated.monitoring.svc:9090", "the Prometheus operator's Service", o.PrometheusUrl);
        Assert.Null(o.Tracing);
    }

    [Fact]
    public void Stated_values_win()
    {
        var o = Decided
            .From(
                "observability: {metrics: false, nccl_debug: info, gpu_temperature: 80, error_rate: 0.1, prometheus_url: \"http://p:9090/\"}"
            )
            .Observability;

        Decided.IsStated(false, o.Metrics);
        Decided.IsStated(NcclLogLevel.Info, o.NcclDebug);
        Decided.IsStated(80, o.GpuTemperature);
        Decided.IsStated(0.1, o.ErrorRate);
        Decided.IsStated("http://p:9090", o.PrometheusUrl);
    }

    [Fact]
    public void Traces_go_by_grpc_under_the_deployments_name()
    {
        var t = Decided.From("observability: {tracing: {otlp_endpoint: \"http://c:4317\"}}").Observability.Tracing!;
        Assert.Equal("http://c:4317", t.Endpoint);
        Decided.IsDefault(TracingProtocol.Grpc, "OpenTelemetry's default", t.Protocol);
        Decided.IsDefault("deepseek-r1", "the name of the deployment", t.ServiceName);
        Decided.IsDefault(false, "off by default", t.Detailed);
        Assert.Null(t.Backend);

        var stated = Decided
            .From(
                "observability: {tracing: {otlp_endpoint: \"http://c:4318\", protocol: http/protobuf, service_name: llm, detailed: true, "
                    + "backend: \"http://b:4317\"}}"
            )
            .Observability.Tracing!;
        Decided.IsStated(TracingProtocol.Http, stated.Protocol);
        Decided.IsStated("llm", stated.ServiceName);
        Decided.IsStated(true, stated.Detailed);
        Assert.Equal("http://b:4317", stated.Backend);
    }
}
