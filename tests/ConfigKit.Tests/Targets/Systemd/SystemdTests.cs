using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>What systemd and tuned say of the units of a node.</summary>
public sealed class SystemdTests
{
    private const string OneNode =
        "model: {name: R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpu_id: [1]}\nserving: {max_model_len: 8192}\nsystemd: {tuned: true}\nhost: {hugepages_1gi: 2, numa_nodes: 1}\n";

    /// <summary>Exit code 0 even for unknown keys: anything said is a fault.</summary>
    [ProgramTheory("systemd-analyze")]
    [InlineData("")]
    [InlineData(OneNode)]
    [InlineData(
        "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving: {engine: sglang, engine_version: \"0.5.15\", max_model_len: 8192}\nsystemd: {}\nsecurity: {api_key: \"${env:SGLANG_API_KEY}\"}\nhost: {gpu_numa_nodes: [0, 0, 0, 0, 1, 1, 1, 1]}\n"
    )]
    [InlineData(
        "model: {name: R1}\nhardware: {gpu: mi300x, gpus_per_node: 8}\nserving: {engine: vllm, engine_version: \"0.25.0\", max_model_len: 8192}\nsystemd: {user: llm}\ncontainer: {base_image: \"registry.example.com/vllm-rocm:1\"}\n"
    )]
    [InlineData(
        "model: {name: R1}\nhardware: {gpu: h200-sxm, gpus_per_node: 8}\nserving: {engine: tensorrt-llm, engine_version: \"1.2.1\", max_model_len: 8192, kv_cache_dtype: fp8}\nsystemd: {venv: /home/llm/venv}\nhost: {gpu_numa_nodes: [1, 1, 1, 1, 1, 1, 1, 1]}\n"
    )]
    public void Units_are_read_without_a_word(string yaml)
    {
        using var written = yaml.Length == 0 ? Written.Example("r1-16xh100-bare-metal") : Written.Of(Compile(yaml));
        var root = Root(written);
        var units = Directory.GetFiles(Path.Combine(root, "etc/systemd/system"), "*.service");

        Assert.NotEmpty(units);
        var run = Programs.Run("systemd-analyze", ["verify", "--root=" + root, .. units]);
        Assert.True(run is (0, ""), run.Output);
    }

    [ProgramFact("systemd-analyze")]
    public void A_fault_in_a_unit_is_seen()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        var root = Root(written);
        var unit = Path.Combine(root, "etc/systemd/system/deepseek-r1.service");
        File.WriteAllText(unit, File.ReadAllText(unit).Replace("KillMode", "KilMode", StringComparison.Ordinal));

        Assert.Contains("KilMode", Programs.Run("systemd-analyze", "verify", "--root=" + root, unit).Output, StringComparison.Ordinal);
    }

    /// <summary>At most 2.5 of 10; a service without any measures has 9.6.</summary>
    [ProgramFact("systemd-analyze")]
    public void Service_is_confined()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        var run = Programs.Run(
            "systemd-analyze",
            "security",
            "--offline=true",
            "--threshold=25",
            "--no-pager",
            "--root=" + Root(written),
            "deepseek-r1.service"
        );

        Assert.True(run.Exit == 0, run.Output);
    }

    [ProgramFact("systemd-sysusers", "systemd-tmpfiles")]
    public void User_and_folders_are_made()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        var root = Root(written);
        var users = Programs.Run("systemd-sysusers", "--root=" + root, Path.Combine(root, "etc/sysusers.d/deepseek-r1.conf"));
        Assert.True(users.Exit == 0, users.Output);
        Assert.Contains("deepseek:", File.ReadAllText(Path.Combine(root, "etc/passwd")), StringComparison.Ordinal);

        // Changing owners takes root; that the lines are read does not.
        var folders = Programs.Run("systemd-tmpfiles", "--root=" + root, "--create", Path.Combine(root, "etc/tmpfiles.d/deepseek-r1.conf"));
        Assert.DoesNotContain("Failed to parse", folders.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("nknown", folders.Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(root, "mnt/nvme/models")));
    }

    /// <summary>tuned's own reader, over its own profiles.</summary>
    [ProgramFact("tuned-adm", "python3")]
    public void Tuned_reads_its_profile()
    {
        using var written = Written.Of(Compile(OneNode));
        var check = written.Put(
            "read.py",
            """
            import sys
            sys.path.insert(0, '/usr/lib/python3/dist-packages')
            from tuned.profiles.locator import Locator
            from tuned.profiles.loader import Loader
            from tuned.profiles.factory import Factory
            from tuned.profiles.merger import Merger
            from tuned.profiles.variables import Variables
            from tuned.utils.global_config import GlobalConfig
            profile = Loader(Locator(['/usr/lib/tuned', sys.argv[1]]), Factory(), Merger(), GlobalConfig(), Variables()).load('deepseek')
            units = profile.units
            assert units['cpu'].options['governor'] == 'performance', units['cpu'].options
            assert units['vm'].options['transparent_hugepages'] == 'never', units['vm'].options
            assert units['sysctl'].options['vm.swappiness'] == '1', units['sysctl'].options
            assert units['cpu'].options['force_latency'], 'accelerator-performance is not included'
            """
        );
        var run = Programs.Run("/usr/bin/python3", check, written["systemd/etc/tuned"]);

        Assert.True(run.Exit == 0, run.Output);
        Assert.False(File.Exists(written["systemd/etc/systemd/system/deepseek-governor.service"]));
    }

    /// <summary>The two shells in the command line hand on what is in the environment, and nothing else.</summary>
    [ProgramFact("bash")]
    public void Command_starts_the_engine_with_rank_address_and_secrets()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        written.Put("credentials/hf-token", "hf_x y'z\n");
        var engine = written.Put("engine", "#!/bin/sh\nprintf '%s\\n' \"$HF_TOKEN\" \"$@\"\n", isExecutable: true);
        var line = File.ReadAllLines(written["systemd/etc/systemd/system/deepseek-r1.service"])
            .Single(l => l.StartsWith("ExecStart=", StringComparison.Ordinal))["ExecStart=".Length..];
        var words = UnitLine.Words(line).Select(w => w.Replace("/opt/vllm/bin/vllm", engine, StringComparison.Ordinal));
        var first = Programs.Run(
            "env",
            ["CREDENTIALS_DIRECTORY=" + written["credentials"], "NODE_RANK=0", "MASTER_ADDR=10.0.0.1", .. words]
        );
        var second = Programs.Run(
            "env",
            ["CREDENTIALS_DIRECTORY=" + written["credentials"], "NODE_RANK=1", "MASTER_ADDR=10.0.0.1", .. words]
        );

        Assert.StartsWith("hf_x y'z\nserve\ndeepseek-ai/DeepSeek-R1\n", first.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "--numa-bind-nodes\n0\n0\n0\n0\n1\n1\n1\n1\n--nnodes\n2\n--node-rank\n0\n--master-addr\n10.0.0.1\n",
            first.Output,
            StringComparison.Ordinal
        );
        Assert.EndsWith("--node-rank\n1\n--master-addr\n10.0.0.1\n--headless\n", second.Output, StringComparison.Ordinal);
    }

    [ProgramFact("bash")]
    public void Start_is_over_when_the_engine_answers_or_dies()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        var line = File.ReadAllLines(written["systemd/etc/systemd/system/deepseek-r1.service"])
            .Single(l => l.StartsWith("ExecStartPost=", StringComparison.Ordinal))["ExecStartPost=".Length..];
        var words = UnitLine.Words(line).Select(w => w == "/opt/vllm/bin/python3" ? "true" : w).ToList();

        Assert.Equal(0, Programs.Run("env", [$"MAINPID={Environment.ProcessId}", "NODE_RANK=0", .. words]).Exit);
        Assert.Equal(1, Programs.Run("env", ["MAINPID=999999999", "NODE_RANK=0", .. words]).Exit);
        Assert.Equal(0, Programs.Run("env", ["MAINPID=999999999", "NODE_RANK=1", .. words]).Exit);
    }

    /// <summary>Where the engine can't bind its ranks, the service is bound, when all its GPUs are on one NUMA node.</summary>
    [Fact]
    public void Numa_binding_is_the_engines_or_the_services()
    {
        using var own = Written.Example("r1-16xh100-bare-metal");
        Assert.Contains(
            "AssertFileIsExecutable=/usr/bin/numactl",
            File.ReadAllText(own["systemd/etc/systemd/system/deepseek-r1.service.d/10-numa.conf"]),
            StringComparison.Ordinal
        );

        using var service = Written.Of(
            Compile(
                "model: {name: R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\nserving: {engine: vllm, engine_version: \"0.11.0\", max_model_len: 8192}\nhost: {numa_nodes: 2, gpu_numa_nodes: [1]}\nsystemd: {}\n"
            )
        );
        var dropin = File.ReadAllText(service["systemd/etc/systemd/system/deepseek-r1-distill-qwen-7b.service.d/10-numa.conf"]);
        Assert.Contains("NUMAPolicy=bind\nNUMAMask=1\nCPUAffinity=numa\n", dropin, StringComparison.Ordinal);

        using var none = Written.Of(
            Compile(
                "model: {name: R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\nserving: {max_model_len: 8192}\nsystemd: {}\n"
            )
        );
        Assert.False(Directory.Exists(none["systemd/etc/systemd/system/deepseek-r1-distill-qwen-7b.service.d"]));
    }

    private static Compilation Compile(string yaml) =>
        ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", yaml), CompilerOptions.Default);

    /// <summary>A made-up node: our units beside those that they name, and the programs that they start.</summary>
    private static string Root(Written written)
    {
        var root = written["root"];
        foreach (var file in Directory.GetFiles(written["systemd/etc"], "*", SearchOption.AllDirectories))
        {
            written.Put("root/etc/" + Path.GetRelativePath(written["systemd/etc"], file), File.ReadAllText(file));
        }

        string[] targets =
        [
            "network-online",
            "sysinit",
            "basic",
            "shutdown",
            "multi-user",
            "remote-fs",
            "local-fs",
            "network",
            "sockets",
            "timers",
            "paths",
            "slices",
            "umount",
        ];
        foreach (var target in targets)
        {
            written.Put($"root/usr/lib/systemd/system/{target}.target", "[Unit]\nDescription=" + target + "\n");
        }

        written.Put("root/usr/lib/systemd/system/modprobe@.service", "[Service]\nType=oneshot\nExecStart=/usr/sbin/modprobe %i\n");
        foreach (var service in (string[])["nvidia-persistenced", "nvidia-fabricmanager"])
        {
            written.Put($"root/usr/lib/systemd/system/{service}.service", $"[Service]\nExecStart=/usr/bin/{service}\n");
            written.Put("root/usr/bin/" + service, "#!/bin/sh\n", isExecutable: true);
        }

        string[] programs = ["bin/sh", "usr/bin/nvidia-modprobe", "usr/sbin/modprobe"];
        string[] engines = ["opt/deepseek/venv", "opt/vllm", "home/llm/venv"];
        foreach (
            var program in programs.Concat(engines.SelectMany(e => new[] { e + "/bin/vllm", e + "/bin/python3", e + "/bin/trtllm-serve" }))
        )
        {
            written.Put("root/" + program, "#!/bin/sh\n", isExecutable: true);
        }

        return root;
    }
}
