namespace SmartKart.Pipelines.Manifests.Reading;

/// <summary>
/// Keys of Argo Workflows v3.6 that the local runner has no use for: those it may pass over, since they say how a cluster runs a step and not what the step
/// does, and those it must refuse, since a run without them would be another run.
/// </summary>
internal static class ArgoKeys
{
    public static IReadOnlyCollection<string> OfPods { get; } =
    [
        "affinity", "automountServiceAccountToken", "executor", "hostAliases", "metadata", "metrics", "nodeSelector", "priority", "priorityClassName",
        "schedulerName", "securityContext", "serviceAccountName", "tolerations", "archiveLocation",
    ];

    public static IReadOnlyCollection<string> OfWorkflows { get; } =
    [
        .. OfPods, "archiveLogs", "artifactGC", "artifactRepositoryRef", "dnsConfig", "dnsPolicy", "hostNetwork", "imagePullSecrets", "podDisruptionBudget",
        "podGC", "podMetadata", "podPriority", "podPriorityClassName", "ttlStrategy", "volumeClaimGC", "workflowMetadata",
    ];

    public static IReadOnlyCollection<string> OfContainers { get; } =
    [
        "imagePullPolicy", "lifecycle", "livenessProbe", "ports", "readinessProbe", "resizePolicy", "resources", "securityContext", "startupProbe", "stdin",
        "stdinOnce", "terminationMessagePath", "terminationMessagePolicy", "tty",
    ];

    public static IReadOnlyCollection<string> OfArtifacts { get; } =
    [
        "archive", "archiveLogs", "artifactGC", "artifactory", "azure", "deleted", "gcs", "hdfs", "mode", "oss", "recurseMode", "s3",
    ];

    public static IReadOnlyCollection<string> OfSchedules { get; } =
    [
        "concurrencyPolicy", "failedJobsHistoryLimit", "schedule", "schedules", "startingDeadlineSeconds", "stopStrategy", "successfulJobsHistoryLimit",
        "suspend", "timezone", "when", "workflowMetadata",
    ];

    /// <summary>Keys that are Argo's own and refused, to tell them from misspelt ones.</summary>
    public static IReadOnlySet<string> OnlyThere { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "artifactory", "artifactPaths", "artifacts", "azure", "configMapKeyRef", "containerSet", "daemon", "data", "envFrom", "event", "expression",
            "fromExpression",
        "gcs", "git", "globalName", "hdfs", "hooks", "http", "initContainers", "inline", "jqFilter", "jsonPath", "memoize", "mutex", "onExit", "oss", "plugin",
        "podSpecPatch", "resource", "s3", "schedulers", "semaphore", "shutdown", "sidecars", "subPath", "supplied", "suspend", "synchronization",
            "templateDefaults",
        "templateRef", "timeout", "volumeClaimTemplates", "volumeDevices", "volumeMounts", "volumes", "withSequence", "workflowTemplateRef", "affinity", "cap",
    };
}
