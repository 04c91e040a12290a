using ConfigKit.Rules;
using ConfigKit.Text;

namespace ConfigKit.Tests.Rules;

/// <summary>Every row of the tables of advice: the variable or argument, what is wrong with it, and the right setting.</summary>
public sealed class AdviceTests
{
    private const string Layout = "remove it; set `parallelism` to divide the weights";
    private const string Ranks = "remove it; set `parallelism`";
    private const string TimeLimit = "remove it; the time limit is `serving.distributed_timeout`";
    private const string OtherFramework = "remove it; the engine runs on PyTorch";
    private const string Division = "set `parallelism.tensor` and `parallelism.pipeline` to divide the weights";
    private const string NoGradients = "remove it; serving has no gradients";
    private const string NoCheckpoints = "remove it; serving writes no checkpoints";

    [Theory]
    [InlineData("CK7021", "DEEPSPEED_ZERO_STAGE", "3", "DEEPSPEED_ZERO_STAGE is a training variable", Layout)]
    [InlineData("CK7021", "ACCELERATE_USE_FSDP", "1", "ACCELERATE_USE_FSDP is a training variable", Layout)]
    [InlineData("CK7021", "FSDP_STATE", "1", "FSDP_STATE is a training variable", Layout)]
    [InlineData("CK7021", "GRADIENT_STEPS", "4", "GRADIENT_STEPS is a training variable", NoGradients)]
    [InlineData("CK7021", "ZERO_STAGE", "3", "ZERO_STAGE is a training variable", Layout)]
    [InlineData(
        "CK7021",
        "CUDA_DEVICE_MAX_CONNECTIONS",
        "1",
        "CUDA_DEVICE_MAX_CONNECTIONS=1 is a Megatron setting for training",
        "remove it"
    )]
    [InlineData("CK7021", "WORLD_SIZE", "8", "WORLD_SIZE is set by the engine for each rank", Ranks)]
    [InlineData("CK7021", "RANK", "0", "RANK is set by the engine for each rank", Ranks)]
    [InlineData("CK7021", "LOCAL_RANK", "0", "LOCAL_RANK is set by the engine for each rank", Ranks)]
    [InlineData("CK7022", "TORCH_NCCL_BLOCKING_WAIT", "1", "TORCH_NCCL_BLOCKING_WAIT=1 turns the watchdog off", TimeLimit)]
    [InlineData("CK7022", "TORCH_NCCL_BLOCKING_WAIT", "True", "TORCH_NCCL_BLOCKING_WAIT=True turns the watchdog off", TimeLimit)]
    [InlineData(
        "CK7022",
        "TORCH_NCCL_ASYNC_ERROR_HANDLING",
        "0",
        "TORCH_NCCL_ASYNC_ERROR_HANDLING=0 lets ranks hang when one is lost",
        "remove it; 3 is the default"
    )]
    [InlineData(
        "CK7022",
        "TORCH_NCCL_ENABLE_MONITORING",
        "0",
        "TORCH_NCCL_ENABLE_MONITORING=0 lets a stuck watchdog go unnoticed",
        "remove it; 1 is the default"
    )]
    [InlineData("CK7022", "TORCH_NCCL_TIMEOUT_SEC", "60", "TORCH_NCCL_TIMEOUT_SEC is not read by PyTorch", TimeLimit)]
    [InlineData(
        "CK7022",
        "TORCH_NCCL_TRACE_BUFFER_SIZE",
        "9",
        "TORCH_NCCL_TRACE_BUFFER_SIZE has a new name",
        "write `TORCH_FR_BUFFER_SIZE`"
    )]
    [InlineData(
        "CK7022",
        "TORCH_NCCL_DEBUG_INFO_TEMP_FILE",
        "/tmp/x",
        "TORCH_NCCL_DEBUG_INFO_TEMP_FILE has a new name",
        "write `TORCH_FR_DUMP_TEMP_FILE`"
    )]
    [InlineData("CK7027", "TF_CPP_MIN_LOG_LEVEL", "3", "TF_CPP_MIN_LOG_LEVEL is TensorFlow's", OtherFramework)]
    [InlineData("CK7027", "KERAS_BACKEND", "torch", "KERAS_BACKEND is Keras's", OtherFramework)]
    [InlineData("CK7027", "XLA_FLAGS", "x", "XLA_FLAGS is XLA's", OtherFramework)]
    [InlineData("CK7027", "JAX_PLATFORMS", "x", "JAX_PLATFORMS is JAX's", OtherFramework)]
    [InlineData("CK7027", "MXNET_X", "x", "MXNET_X is MXNet's", OtherFramework)]
    [InlineData("CK7027", "THEANO_FLAGS", "x", "THEANO_FLAGS is Theano's", OtherFramework)]
    public void Variables(string id, string name, string value, string message, string help) =>
        AssertFound(id, $"  env: {{{name}: \"{value}\"}}\n", message, help);

    /// <summary>Rows with a value speak of that value alone, and names must be whole where no star ends them.</summary>
    [Theory]
    [InlineData("CUDA_DEVICE_MAX_CONNECTIONS", "8")]
    [InlineData("TORCH_NCCL_BLOCKING_WAIT", "0")]
    [InlineData("TORCH_NCCL_ASYNC_ERROR_HANDLING", "3")]
    [InlineData("TORCH_NCCL_ENABLE_MONITORING", "1")]
    [InlineData("RANKS", "0")]
    [InlineData("ZERO_STAGES", "0")]
    [InlineData("MY_TF_VARIABLE", "0")]
    public void Other_variables_and_values_are_left_alone(string name, string value) =>
        Assert.DoesNotContain(Check($"  env: {{{name}: \"{value}\"}}\n").Diagnostics, d => d.Id is "CK7021" or "CK7022" or "CK7027");

    [Theory]
    [InlineData("--gradient-accumulation-steps=4", "--gradient-accumulation-steps is a training argument", NoGradients)]
    [InlineData("--gradient_checkpointing", "--gradient_checkpointing is a training argument", NoGradients)]
    [InlineData("--activation-checkpointing", "--activation-checkpointing is a training argument", NoGradients)]
    [InlineData("--recompute-activations", "--recompute-activations is a training argument", NoGradients)]
    [InlineData("--deepspeed", "--deepspeed is a training argument", Division)]
    [InlineData("--zero-stage=3", "--zero-stage is a DeepSpeed training argument", Division)]
    [InlineData("--fsdp", "--fsdp is a training argument", Division)]
    [InlineData("--gpipe-stages=2", "--gpipe-stages is a training argument", "set `parallelism.pipeline`")]
    [InlineData("--pipeline-stages=2", "--pipeline-stages is a training argument", "set `parallelism.pipeline`")]
    [InlineData("--num-stages=2", "--num-stages is a training argument", "set `parallelism.pipeline`")]
    [InlineData("--micro-batch-size=1", "--micro-batch-size is a training argument", "set `serving.max_num_batched_tokens`")]
    [InlineData("--num-micro-batches=4", "--num-micro-batches is a training argument", "remove it; the engine fills its pipeline itself")]
    [InlineData("--async-checkpointing", "--async-checkpointing is a training argument", NoCheckpoints)]
    [InlineData("--save-steps=10", "--save-steps is a training argument", NoCheckpoints)]
    [InlineData("--learning-rate=1", "--learning-rate is a training argument", "remove it")]
    [InlineData("--optimizer=adam", "--optimizer is a training argument", "remove it")]
    [InlineData("--bf16", "--bf16 is a training argument", "set `model.precision: bf16`")]
    [InlineData("--fp16", "--fp16 is a training argument", "set `model.precision: fp16`")]
    public void Arguments(string argument, string message, string help) =>
        AssertFound("CK7020", $"  extra_args: [\"{argument}\"]\n", message, help);

    /// <summary>A share of the memory is what TensorFlow's variable would have asked for.</summary>
    [Fact]
    public void Growing_memory_is_answered_by_the_engines_share() =>
        AssertFound(
            "CK7027",
            "  env: {TF_FORCE_GPU_ALLOW_GROWTH: \"true\"}\n",
            "TF_FORCE_GPU_ALLOW_GROWTH is TensorFlow's",
            "remove it; the engine's share of memory is `serving.gpu_memory_utilization`, `mem_fraction_static` or `free_gpu_memory_fraction`"
        );

    private static void AssertFound(string id, string serving, string message, string help)
    {
        var found = Assert.Single(Check(serving).Diagnostics, d => d.Id == id);

        Assert.Equal((message, help), (found.Message, found.Help));
    }

    private static Compilation Check(string serving) =>
        ConfigCompiler.Validate(new SourceFile("deepseek-config.yaml", Examples.R1OnH200 + serving), CompilerOptions.Default);
}
