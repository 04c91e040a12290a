using System.Diagnostics;
using System.Xml.Linq;
using ConfigKit.Text;

namespace ConfigKit.Tests.Targets;

/// <summary>Scripts run on a made-up node; drawings and Nagios objects are read by what reads them.</summary>
public sealed class OperationsTests
{
    private const string Plugin = "operations/check_gpu_temperature";

    public static TheoryData<string> Examples => ["r1-16xh100-bare-metal", "r1-8xb200-triton"];

    [ProgramTheory("bash", "shellcheck")]
    [MemberData(nameof(Examples))]
    public void Scripts_pass_bash_and_shellcheck(string name)
    {
        using var written = Written.Example(name);
        foreach (var script in (string[])["bench.sh", "capture.sh", "check_gpu_temperature"])
        {
            AssertPasses(Programs.Run("bash", "-n", written["operations/" + script]));
            AssertPasses(Programs.Run("shellcheck", "--severity=style", written["operations/" + script]));
        }
    }

    [ProgramTheory("bash")]
    [InlineData(0, "OK - 8 GPUs, hottest 47 C | gpu0=40;85;90", "40 41 42 43 44 45 46 47", "")]
    [InlineData(1, "WARNING - GPU 7: 86 |", "40 41 42 43 44 45 46 86", "")]
    [InlineData(2, "CRITICAL - GPU 6: 86, GPU 7: 91 |", "40 41 42 43 44 45 86 91", "")]
    [InlineData(2, "CRITICAL - 7 of 8 GPUs answer; 7 GPUs, hottest 46 C", "40 41 42 43 44 45 46", "")]
    [InlineData(3, "UNKNOWN - 8 GPUs, hottest 46 C; no reading of GPU 7 | gpu0=40", "40 41 42 43 44 45 46 [N/A]", "")]
    [InlineData(3, "UNKNOWN - 1 GPUs, hottest unknown C; no reading of GPU 0", "[N/A]", "-n 0")]
    [InlineData(3, "UNKNOWN - nvidia-smi lists no GPU", "", "")]
    [InlineData(0, "OK - 2 GPUs", "40 41", "-n 2")]
    [InlineData(1, "gpu1=41;10:40;~:50", "40 41", "-n 0 -w 10:40 -c ~:50")]
    [InlineData(2, "CRITICAL", "40 41", "-n 0 -w 10: -c @41:50")]
    [InlineData(0, "gpu0_margin=30;10:;5:", "30 41", "-m -n 0")]
    [InlineData(1, "WARNING - GPU 0: 9 |", "9 41", "-m -n 0")]
    [InlineData(2, "CRITICAL - GPU 0: 2 |", "2 41", "-m -n 0")]
    [InlineData(2, "CRITICAL - GPU 0: -1 |", "-1 41", "-m -n 0")]
    [InlineData(3, "UNKNOWN - -w takes a range, not hot", "40", "-w hot")]
    [InlineData(3, "UNKNOWN - -w takes a range, not 50:40", "40", "-w 50:40")]
    [InlineData(3, "UNKNOWN - -w takes a range, not :", "40", "-w :")]
    [InlineData(3, "UNKNOWN - -t takes seconds, not 0", "40", "-t 0")]
    [InlineData(3, "UNKNOWN - there is no option -x", "40", "-x")]
    [InlineData(3, "check_gpu_temperature 1.0", "40", "-V")]
    [InlineData(3, "RANGE is N", "40", "-h")]
    [InlineData(3, "RANGE is N", "40", "--help")]
    public void Plugin_judges_temperatures(int exit, string said, string temperatures, string arguments)
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        var lines = temperatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((t, i) => $"echo '{i}, {t}'");
        written.Program("nvidia-smi", string.Join('\n', lines.Append("true")));

        var run = written.Run(Plugin, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(run.Exit == exit, run.Output);
        Assert.Contains(said, run.Output, StringComparison.Ordinal);
    }

    [ProgramFact("bash")]
    public void Plugin_is_unknown_without_an_answer()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        written.Program("nvidia-smi", "sleep 60");
        var time = Stopwatch.StartNew();
        var hung = written.Run(Plugin, "-t", "1");
        Assert.True(hung.Exit == 3 && time.Elapsed < TimeSpan.FromSeconds(20), hung.Output);
        Assert.Contains("UNKNOWN - nvidia-smi did not answer within 1 s", hung.Output, StringComparison.Ordinal);

        written.Program("nvidia-smi", "echo 'NVIDIA-SMI has failed | driver'; exit 9");
        var failed = written.Run(Plugin);
        Assert.Equal((3, "GPU_TEMPERATURE UNKNOWN - nvidia-smi failed: NVIDIA-SMI has failed  driver\n"), failed);

        // A path without nvidia-smi.
        File.Delete(written["bin/nvidia-smi"]);
        foreach (var tool in (string[])["bash", "timeout", "head", "tr"])
        {
            File.CreateSymbolicLink(written["bin/" + tool], Find(tool));
        }

        var missing = Programs.Run("env", "PATH=" + written["bin"], Find("bash"), written[Plugin]);
        Assert.Equal((3, "GPU_TEMPERATURE UNKNOWN - nvidia-smi is not installed\n"), missing);
    }

    [ProgramFact("bash")]
    public void Capture_keeps_all_in_one_folder_and_ends()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        written.Program("nvidia-smi", "case $1 in dmon) while :; do echo '0 300 40'; sleep 0.2; done ;; *) echo \"said $*\" ;; esac");
        written.Program(
            "perf",
            "case $1 in record) while [ $# -gt 0 ]; do [ \"$1\" != -o ] || echo data >\"$2\"; shift; done; sleep 1 ;; script) echo stack ;; esac"
        );
        written.Program(
            "curl",
            "case $* in *metrics*) echo 'vllm:num_requests_running 3' ;; *start_profile*) echo started ;; *stop_profile*) echo stopped ;; esac"
        );
        written.Program("stackcollapse-perf.pl", "echo 'a;b 1'");
        written.Program("flamegraph.pl", "cat >/dev/null; echo '<svg/>'");
        var time = Stopwatch.StartNew();
        var run = written.Run("operations/capture.sh", "-d", "1", "-o", "out", "-t");

        AssertPasses(run);
        Assert.True(time.Elapsed < TimeSpan.FromSeconds(30));
        Assert.Contains("0 300 40", File.ReadAllText(written["out/dmon.txt"]), StringComparison.Ordinal);
        Assert.Equal("said topo -m\n", File.ReadAllText(written["out/topology.txt"]));
        Assert.Equal("<svg/>\n", File.ReadAllText(written["out/flamegraph.svg"]));
        Assert.Equal("started\nstopped\n", File.ReadAllText(written["out/trace.txt"]));
        Assert.Contains("running 3", File.ReadAllText(written["out/metrics-after.txt"]), StringComparison.Ordinal);
        Assert.Equal(2, written.Run("operations/capture.sh", "-d", "soon").Exit);
    }

    /// <summary>Ended in the middle, it stops the engine's trace and all that it started.</summary>
    [ProgramFact("bash", "timeout")]
    public void Capture_stops_what_it_started()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        written.Program("nvidia-smi", $"case $1 in dmon) echo $$ >'{written["pid"]}'; exec sleep 300 ;; esac");
        written.Program("perf", "exec sleep 300");
        written.Program("curl", "case $* in *stop_profile*) echo stopped ;; *) true ;; esac");
        var run = Programs.Run(
            "env",
            "-C",
            written.Folder,
            $"PATH={written["bin"]}:{Environment.GetEnvironmentVariable("PATH")}",
            "timeout",
            "--foreground",
            "3",
            "bash",
            written["operations/capture.sh"],
            "-d",
            "200",
            "-o",
            "out",
            "-t"
        );

        Assert.Equal(124, run.Exit);
        Assert.Equal("stopped\n", File.ReadAllText(written["out/trace.txt"]));
        Assert.NotEqual(0, Programs.Run("kill", "-0", File.ReadAllText(written["pid"]).Trim()).Exit);
    }

    [ProgramFact("bash")]
    public void Benchmarks_run_what_the_configuration_says()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        foreach (var program in (string[])["vllm", "mpirun", "all_reduce_perf", "sendrecv_perf"])
        {
            written.Program(program, $"echo {program} \"$@\"");
        }

        written.Put("nodes", "a\nb\n");
        var serve = written.Run("operations/bench.sh", "serve", "http://node:8000");
        var nccl = written.Run("operations/bench.sh", "nccl", "nodes");

        Assert.Contains(
            "--random-input-len 2000 --random-output-len 500 --num-prompts 640 --request-rate 2 --max-concurrency 64",
            serve.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("--goodput ttft:2000 tpot:83.333 --base-url http://node:8000", serve.Output, StringComparison.Ordinal);
        Assert.Equal(
            "mpirun --hostfile nodes -np 16 -N 8 all_reduce_perf -b 8K -e 128M -f 2 -g 1\nmpirun --hostfile nodes -np 16 -N 8 sendrecv_perf -b 8K -e 128M -f 2 -g 1\n",
            nccl.Output
        );
        Assert.Equal(2, written.Run("operations/bench.sh").Exit);
        Assert.Equal(2, written.Run("operations/bench.sh", "nccl").Exit);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Drawing_is_xml_with_every_box_inside(string name)
    {
        using var written = Written.Example(name);
        var root = XDocument.Parse(File.ReadAllText(written["operations/topology.svg"])).Root ?? throw new InvalidOperationException();
        var (width, height) = (Number(root, "width"), Number(root, "height"));
        var boxes = root.Elements().Where(e => e.Name.LocalName == "rect" && e.Attribute("x") is not null).ToList();

        Assert.True(boxes.Count > 8);
        Assert.All(boxes, b => Assert.True(Number(b, "x") + Number(b, "width") <= width && Number(b, "y") + Number(b, "height") <= height));
    }

    [Fact]
    public void Large_deployments_are_drawn_in_part()
    {
        using var written = Written.Of(
            Compile(
                "model: {name: R1}\nhardware: {gpu: h100-sxm, nodes: 128, gpus_per_node: 8, network: {fabric: infiniband-ndr, nics_per_node: 8}}\nparallelism: {tensor: 8, pipeline: 2, data: 64}\nserving: {engine: vllm, engine_version: \"0.25.0\", max_model_len: 8192}\noperations: {}\n"
            )
        );

        Assert.Contains(
            "not drawn (identical): 124 more nodes",
            File.ReadAllText(written["operations/topology.svg"]),
            StringComparison.Ordinal
        );
        Assert.True(new FileInfo(written["operations/topology.svg"]).Length < 64 * 1024);
    }

    /// <summary>Erlang C for 8 slots and a load of 6 is 0.356981.</summary>
    [Fact]
    public void Worksheet_shows_the_queue()
    {
        using var written = Written.Of(
            Compile(
                "model: {name: R1-Distill-Qwen-7B}\nhardware: {gpu: h100-sxm, gpus_per_node: 1}\nserving: {max_model_len: 8192, max_num_seqs: 4}\nworkload: {requests_per_second: 0.5, input_tokens: 100, output_tokens: 100, processing_time: 12s, time_to_first_token: 2s, replicas: 2}\noperations: {}\n"
            )
        );
        var sheet = File.ReadAllText(written["operations/capacity.md"]);

        Assert.Contains("| 2 | 8 | 75 % | 35.698 % | 2.142 s |", sheet, StringComparison.Ordinal);
        Assert.Contains("| 1 | 4 | 150 % | 100 % | grows without end | 100 % | no |", sheet, StringComparison.Ordinal);
    }

    [ProgramFact("nagios4")]
    public void Nagios_reads_its_objects()
    {
        using var written = Written.Example("r1-16xh100-bare-metal");
        foreach (var folder in (string[])["spool", "archives"])
        {
            Directory.CreateDirectory(written[folder]);
        }

        written.Put("resource.cfg", "$USER1$=/usr/lib/nagios/plugins\n");
        written.Put(
            "site.cfg",
            """
            define timeperiod {
              timeperiod_name 24x7
              alias always
              monday 00:00-24:00
            }
            define contact {
              contact_name admin
              host_notifications_enabled 0
              service_notifications_enabled 0
              host_notification_period 24x7
              service_notification_period 24x7
              host_notification_commands none
              service_notification_commands none
            }
            define command {
              command_name none
              command_line /bin/true
            }
            define host {
              host_name node0
              address 10.0.0.1
              hostgroups deepseek-r1
              max_check_attempts 3
              check_period 24x7
              notification_period 24x7
              notification_interval 30
              check_command none
              contacts admin
            }

            """
        );
        var configuration = written.Put(
            "nagios.cfg",
            $"""
            log_file={written["nagios.log"]}
            cfg_file={written["operations/nagios.cfg"]}
            cfg_file={written["site.cfg"]}
            resource_file={written["resource.cfg"]}
            object_cache_file={written["objects.cache"]}
            status_file={written["status.dat"]}
            temp_file={written["nagios.tmp"]}
            temp_path={written.Folder}
            check_result_path={written["spool"]}
            log_archive_path={written["archives"]}
            state_retention_file={written["retention.dat"]}
            command_file={written["nagios.cmd"]}
            lock_file={written["nagios.pid"]}
            nagios_user={Environment.UserName}
            nagios_group={Environment.UserName}

            """
        );
        var run = Programs.Run("nagios4", "-v", configuration);

        Assert.True(run.Exit == 0, run.Output);
        Assert.Contains("Checked 2 services", run.Output, StringComparison.Ordinal);
        Assert.Contains("Total Errors:   0", run.Output, StringComparison.Ordinal);
    }

    private static void AssertPasses((int Exit, string Output) run) => Assert.True(run.Exit == 0, run.Output);

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)?.Value ?? "", System.Globalization.CultureInfo.InvariantCulture);

    private static string Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, program)).First(File.Exists);

    private static Compilation Compile(string yaml) =>
        ConfigCompiler.Compile(new SourceFile("deepseek-config.yaml", yaml), CompilerOptions.Default);
}
