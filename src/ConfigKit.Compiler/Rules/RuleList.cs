using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Rules.Bandwidth;
using ConfigKit.Rules.Capacity;
using ConfigKit.Rules.Compliance;
using ConfigKit.Rules.Engine;
using ConfigKit.Rules.Gateway;
using ConfigKit.Rules.Host;
using ConfigKit.Rules.Memory;
using ConfigKit.Rules.Operations;
using ConfigKit.Rules.Parallelism;
using ConfigKit.Rules.Security;
using ConfigKit.Syntax;

namespace ConfigKit.Rules;

/// <summary>Every rule by name, and every diagnostic that the compiler can report.</summary>
internal static class RuleList
{
    public static ImmutableArray<DeploymentRule> CreateAll() =>
    [
        new WeightsExceedMemory(),
        new KvCacheTooSmall(),
        new TightMemory(),
        new ParameterClaim(),
        new ParameterCountMismatch(),
        new HeadsNotDivisible(),
        new KeyValueHeadsNotDivisible(),
        new ExpertsNotDivisible(),
        new Fp8BlockNotDivisible(),
        new OutputGroupsNotDivisible(),
        new GpuCountMismatch(),
        new AttentionGroupsNotDivisible(),
        new DecodeContextNotDivisible(),
        new ExpertParallelOnDense(),
        new PipelineSplitInvalid(),
        new WideTensorWithoutLink(),
        new BatchedTokensBelowSequences(),
        new LengthBeyondModel(),
        new BatchedTokensBelowLength(),
        new TensorAcrossSlowNodes(),
        new GigabitBetweenNodes(),
        new NetworkSlowerThanCompute(),
        new GpudirectWithoutRdma(),
        new RdmaWithoutFabric(),
        new LinkDirectionUnknown(),
        new FiguresContradictCatalogue(),
        new RoceSettingOnInfiniBand(),
        new FabricNotStated(),
        new RateBeyondRoofline(),
        new RateUnlikely(),
        new HostMemoryBelowShare(),
        new PageCacheBelowCheckpoint(),
        new StorageTooSmall(),
        new LoadTimeImpossible(),
        new SlowStorage(),
        new DriverTooOld(),
        new DriverBelowToolkit(),
        new HugepagesTransparent(),
        new SwappinessHigh(),
        new MemlockLimited(),
        new HugepagesExceedMemory(),
        new HugepagesUnevenNuma(),
        new CpuThreadsTooFew(),
        new NumaBalancingOn(),
        new HugepagesNotReserved(),
        new AffinityWithoutLabels(),
        new DownloadUnfit(),
        new HostPathConflict(),
        new PrecisionUnsupported(),
        new AttentionBackendAbsent(),
        new EngineTooOld(),
        new FractionOfOtherEngine(),
        new KvCacheDtypeUnsupported(),
        new SpeculationUnavailable(),
        new EngineWithoutVendor(),
        new NodesNeedRay(),
        new SettingNotWritten(),
        new UnknownNcclVariable(),
        new NcclValueInvalid(),
        new NcclDebugOnly(),
        new VllmVariableIgnored(),
        new UnknownArgument(),
        new ArgumentStatedTwice(),
        new RocmImageUnknown(),
        new PlainSecret(),
        new RemoteCodeUnpinned(),
        new ConfidentialModeImpossible(),
        new SharedGpuWithTensor(),
        new LogRetentionShort(),
        new ImageNotPinned(),
        new ConfidentialDriverTooOld(),
        new ConfidentialCpuUnfit(),
        new TokensUnchecked(),
        new KeysOverPlainHttp(),
        new EngineWithoutKey(),
        new EngineOnNodeNetwork(),
        new GatewayPortTaken(),
        new RequestSizeTooSmall(),
        new RateLimitAboveWorkload(),
        new ConnectionsBelowWorkload(),
        new ReadTimeoutShort(),
        new HashOverOneName(),
        new AdminRoleShared(),
        new ProcessingRecordGaps(),
        new PromptsKeptLong(),
        new RetentionContradiction(),
        new PromptsNotLogged(),
        new QueueUnstable(),
        new NoHeadroom(),
        new ConcurrencyBeyondCache(),
        new RequestBeyondLength(),
        new RateWithoutLengths(),
        new MetricsMissing(),
        new ReplicaRange(),
        new ScaleDownTooSoon(),
        new ScaleDownTooLate(),
        new SpareGpusNeeded(),
        new CanaryOfOneReplica(),
        new ArgoWithoutDeployment(),
        new PlainRolloutConflict(),
        new PoolOfBothVersions(),
        new StatefulSetUnfit(),
        new RolloutSettingUnused(),
        new EnvironmentOverride(),
        new ChartOfPlainRollout(),
    ];

    public static ImmutableArray<DiagnosticDescriptor> Descriptors =>
    [
        .. SyntaxDiagnostics.All,
        .. BindingDiagnostics.All,
        .. RuntimeDiagnostics.All,
        .. ResolutionDiagnostics.All,
        .. CreateAll().Select(r => r.Descriptor),
    ];
}
