using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace ConfigKit.Catalog;

/// <summary>What a kernel parameter takes: one or several whole numbers in a range, or one of some words.</summary>
/// <param name="Count">How many numbers.</param>
internal sealed record KernelParameter(long Minimum, long Maximum, int Count = 1)
{
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>What the value should have been, or empty when it is legal.</summary>
    public string Fault(string value)
    {
        if (!Words.IsEmpty)
        {
            return Words.Contains(value, StringComparer.Ordinal) ? "" : "one of " + string.Join(", ", Words);
        }

        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == Count && parts.All(IsInRange)
            ? ""
            : $"{(Count == 1 ? "a whole number" : Count + " whole numbers")} from {Minimum} to {Maximum}";
    }

    private bool IsInRange(string part) =>
        long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && number >= Minimum
        && number <= Maximum;
}

/// <summary>
/// Ranges of the kernel parameters that matter to a serving node. The kernel itself takes nonsense for several of them
/// (a negative netdev_max_backlog, 3 for tcp_mtu_probing), and `sysctl --dry-run` checks none.
/// </summary>
internal static class KernelParameters
{
    private static readonly FrozenDictionary<string, KernelParameter> Known = new Dictionary<string, KernelParameter>(
        StringComparer.Ordinal
    )
    {
        ["vm.overcommit_memory"] = new(0, 2),
        ["vm.overcommit_ratio"] = new(0, 100),
        ["vm.zone_reclaim_mode"] = new(0, 7),
        ["vm.min_free_kbytes"] = new(0, int.MaxValue),
        ["vm.dirty_ratio"] = new(0, 100),
        ["vm.dirty_background_ratio"] = new(0, 100),
        ["vm.compaction_proactiveness"] = new(0, 100),
        ["vm.watermark_scale_factor"] = new(1, 3000),
        ["vm.vfs_cache_pressure"] = new(0, int.MaxValue),
        ["kernel.nmi_watchdog"] = new(0, 1),
        ["kernel.pid_max"] = new(301, 4_194_304),
        ["fs.nr_open"] = new(8, 2_147_483_584),
        ["fs.file-max"] = new(0, long.MaxValue),
        ["fs.aio-max-nr"] = new(0, long.MaxValue),
        ["fs.inotify.max_user_watches"] = new(0, int.MaxValue),
        ["fs.inotify.max_user_instances"] = new(0, int.MaxValue),
        ["net.core.netdev_max_backlog"] = new(1, int.MaxValue),
        ["net.core.somaxconn"] = new(0, int.MaxValue),
        ["net.core.optmem_max"] = new(0, int.MaxValue),
        ["net.core.default_qdisc"] = new(0, 0) { Words = ["fq", "fq_codel", "pfifo_fast", "pfifo", "noqueue", "cake"] },
        ["net.ipv4.tcp_rmem"] = new(1, int.MaxValue, 3),
        ["net.ipv4.tcp_wmem"] = new(1, int.MaxValue, 3),
        ["net.ipv4.tcp_congestion_control"] = new(0, 0) { Words = ["cubic", "bbr", "reno", "dctcp", "htcp"] },
        ["net.ipv4.tcp_mtu_probing"] = new(0, 2),
        ["net.ipv4.tcp_slow_start_after_idle"] = new(0, 1),
        ["net.ipv4.tcp_keepalive_time"] = new(1, 32_767),
        ["net.ipv4.tcp_keepalive_intvl"] = new(1, 32_767),
        ["net.ipv4.tcp_keepalive_probes"] = new(1, 127),
        ["net.ipv4.tcp_fin_timeout"] = new(0, int.MaxValue),
        ["net.ipv4.tcp_tw_reuse"] = new(0, 2),
        ["net.ipv4.tcp_max_syn_backlog"] = new(1, int.MaxValue),
        ["net.ipv4.ip_local_port_range"] = new(1, 65_535, 2),
        ["net.ipv4.conf.all.arp_ignore"] = new(0, 8),
        ["net.ipv4.conf.all.arp_announce"] = new(0, 2),
        ["net.ipv4.conf.all.rp_filter"] = new(0, 2),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static KernelParameter? Find(string name) => Known.GetValueOrDefault(name);
}
