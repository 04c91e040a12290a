using ConfigKit.Text;

namespace ConfigKit.Resolution;

/// <summary>Values that apply when the file says nothing and no engine decides.</summary>
internal static class Defaults
{
    /// <summary>Size of /dev/shm: 64 MiB, the usual one, is too small for tensor parallelism; 8 to 32 GiB are common.</summary>
    public const long ShmBytes = 16 * Quantity.GiB;

    /// <summary>A rank is a Python process with CUDA context and pinned buffers.</summary>
    public const long HostBytesPerRank = 4 * Quantity.GiB;

    /// <summary>Outside the range of system users, as Kubernetes checkers ask for.</summary>
    public const int User = 10_001;

    public const string ModelFolder = "/models";
    public const string HostModelFolder = "/var/lib/deepseek/models";
    public const string Namespace = "deepseek";
    public const int ServicePort = 80;

    /// <summary>The Service that the Prometheus operator makes, in the usual namespace.</summary>
    public const string PrometheusUrl = "http://prometheus-operated.monitoring.svc:9090";

    public const int GatewayPort = 8443;
    public const string VerifierUrl = "http://127.0.0.1:4180/oauth2/auth";
    public const string InvokeRole = "inference.invoke";
    public const string ReadRole = "inference.read";
    public const string AdminRole = "inference.admin";

    /// <summary>A reasoning model may answer for long.</summary>
    public static TimeSpan ReadTimeout { get; } = TimeSpan.FromHours(1);

    public const string AccessLog = "/var/log/deepseek/access.log";
    public static TimeSpan LogRetention { get; } = TimeSpan.FromDays(184);
    public static TimeSpan PromptRetention { get; } = TimeSpan.FromDays(30);
}
