using System.Collections.Immutable;
using ConfigKit.Binding;
using ConfigKit.Diagnostics;
using ConfigKit.Resolution;
using ConfigKit.Rules.Advice;
using ConfigKit.Rules.Bandwidth;
using ConfigKit.Rules.Capacity;
using ConfigKit.Rules.Compliance;
using ConfigKit.Rules.Engines;
using ConfigKit.Rules.Gateway;
using ConfigKit.Rules.Host;
using ConfigKit.Rules.Memory;
using ConfigKit.Rules.Operations;
using ConfigKit.Rules.Parallelism;
using ConfigKit.Rules.Sections;
using ConfigKit.Rules.Security;
using ConfigKit.Syntax;
using ConfigKit.Typing;

namespace ConfigKit.Rules;

/// <summary>Every rule by name, and every diagnostic that the compiler can report.</summary>
internal static class RuleList
{
    /// <summary>Rules over the whole deployment.</summary>
    public static ImmutableArray<DeploymentRule> CreateAll() =>
        [
            new WeightsExceedMemory(),
            new KvCacheTooSmall(),
            new TightMemory(),
            new HostMemoryTooSmall(),
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
            new MemlockLimited(),
            new HugepagesExceedMemory(),
            new HugepagesUnevenNuma(),
            new CpuThreadsTooFew(),
            new HugepagesNotReserved(),
            new AffinityWithoutLabels(),
            new DownloadUnfit(),
            new GpuNumaTableMismatch(),
            new PrecisionUnsupported(),
            new AttentionBackendAbsent(),
            new EngineTooOld(),
            new FractionOfOtherEngine(),
            new KvCacheDtypeUnsupported(),
            new KvCacheBytesUnsupported(),
            new KvCacheRefused(),
            new KvOffloadUnsupported(),
            new HubUnsupported(),
            new ImageWithoutArchitecture(),
            new SpeculationUnavailable(),
            new EngineWithoutVendor(),
            new LauncherAbsent(),
            new FrameworkUnfit(),
            new FrameworkDeviceAbsent(),
            new SettingNotWritten(),
            new EngineVariableIgnored(),
            new UnknownArgument(),
            new ArgumentStatedTwice(),
            new RocmImageUnknown(),
            new ThreadCountUnreasonable(),
            new TritonWithoutTensorRt(),
            new SettingNotInTriton(),
            new ConfidentialModeImpossible(),
            new SharedGpuWithTensor(),
            new ConfidentialDriverTooOld(),
            new ConfidentialCpuUnfit(),
            new TokensUnchecked(),
            new EngineWithoutKey(),
            new EngineOnNodeNetwork(),
            new GatewayPortTaken(),
            new RequestSizeTooSmall(),
            new RateLimitAboveWorkload(),
            new ConnectionsBelowWorkload(),
            new ReadTimeoutShort(),
            new HashOverOneName(),
            new ProcessingRecordGaps(),
            new PromptsNotLogged(),
            new QueueUnstable(),
            new NoHeadroom(),
            new ConcurrencyBeyondCache(),
            new RequestBeyondLength(),
            new MetricsMissing(),
            new ReplicaRange(),
            new ScaleDownTooSoon(),
            new SpareGpusNeeded(),
            new CanaryOfOneReplica(),
            new ArgoWithoutDeployment(),
            new PlainRolloutConflict(),
            new PoolOfBothVersions(),
            new StatefulSetUnfit(),
            new EnvironmentOverride(),
            new ChartOfPlainRollout(),
        ];

    /// <summary>What the validators of sections report (<see cref="ConfigValidator"/>).</summary>
    public static ImmutableArray<DiagnosticDescriptor> OfSections =>
        [
            LinkDirectionUnknown.Fault,
            FiguresContradictCatalogue.Fault,
            HugepagesTransparent.Fault,
            SwappinessHigh.Fault,
            NumaBalancingOn.Fault,
            HostPathConflict.Fault,
            SysctlValueInvalid.Fault,
            SysctlHarmful.Fault,
            SysctlStatedTwice.Fault,
            UnknownNcclVariable.Fault,
            NcclValueInvalid.Fault,
            NcclDebugOnly.Fault,
            TracingAddressUnlikely.Fault,
            TrainingArgument.Fault,
            TrainingVariable.Fault,
            TorchNcclSetting.Fault,
            AllocatorSetting.Fault,
            DebugVariable.Fault,
            DevicesStatedTwice.Fault,
            OtherFrameworkVariable.Fault,
            PlainSecret.Fault,
            RemoteCodeUnpinned.Fault,
            HubOverPlainHttp.Fault,
            LogRetentionShort.Fault,
            ImageNotPinned.Fault,
            KeysOverPlainHttp.Fault,
            AdminRoleShared.Fault,
            PromptsKeptLong.Fault,
            RetentionContradiction.Fault,
            RateWithoutLengths.Fault,
            ScaleDownTooLate.Fault,
            RolloutSettingUnused.Fault,
        ];

    public static ImmutableArray<DiagnosticDescriptor> Descriptors =>
        [
            .. SyntaxDiagnostics.All,
            .. BindingDiagnostics.All,
            .. RuntimeDiagnostics.All,
            .. ResolutionDiagnostics.All,
            .. CreateAll().Select(r => r.Descriptor),
            .. OfSections,
        ];
}
