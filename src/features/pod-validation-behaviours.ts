/** What upstream changed about the checks of pods without a feature gate. Source, where no other is named: pkg/apis/core/validation/validation.go. */
export interface PodValidationBehaviours {
  /** Internal types have the wire's order, and hostNetwork and the like are the spec's own. pkg/apis/core/types.go. */
  readonly internalPodsAreAsOnTheWire: boolean;
  /** The fields that a pod's update may change, as the error names them. */
  readonly updatablePodFields: string;
  /** A pod's update may change CPU and memory, where the gate for it is on. */
  readonly updatesMayResize: boolean;
  /** A pod's update may not change its quality of service. */
  readonly updatesKeepQOS: boolean;
  /** A gated pod's node selector and affinity may become narrower. */
  readonly gatedPodsMayNarrow: boolean;
  /** Errors show the difference between specs as unified lines of JSON. apimachinery's pkg/util/diff. */
  readonly specDifferencesAreUnified: boolean;
  /** … show the new spec first. */
  readonly specDifferencesAreReversed: boolean;
  /** Names of annotations in the downward API are shown in lower case. */
  readonly downwardKeysShownInLowerCase: boolean;
  /** One function checks containers of every sort, life-cycle hooks and probes first. */
  readonly containersCheckedAsList: boolean;
  /** … and looks at startup probes twice. */
  readonly startupProbesCheckedTwice: boolean;
  /** On the host's network, errors are about hostPort; before, about containerPort, among the security context's. */
  readonly hostNetworkErrorsNameHostPort: boolean;
  /** Restart rules' actions are listed as the gates have them. */
  readonly restartActionsNamedInFull: boolean;
  /** Too many restart rules are counted; before, they were `Too long`. */
  readonly restartRulesCounted: boolean;
  /** Restart rules of init containers need a restart policy. */
  readonly initRestartRulesNeedPolicy: boolean;
  /** Init containers come back as their own restart rules say. */
  readonly initContainersHaveRestartRules: boolean;
  /** Errors of resize policies say `pod \`restartPolicy\``. */
  readonly resizePolicyErrorsNamePod: boolean;
  /** A pod that never restarts may not resize by restarts. */
  readonly resizePolicyHeedsRestarts: boolean;
  /** Sidecars may have a resize policy. */
  readonly sidecarsMayResize: boolean;
  /** Init containers other than sidecars may not resize by restarts. */
  readonly initContainersMayNotRestart: boolean;
  /** Init containers other than sidecars may be resized, where the gate is on, and errors name the container. */
  readonly initContainersMayResize: boolean;
  /** Errors of init containers tell of restartPolicy=Always. */
  readonly sidecarContainers: boolean;
  /** Ephemeral containers may have a security context. */
  readonly ephemeralSecurityContexts: boolean;
  /** Ephemeral containers may have devices, and no paths in volumes. */
  readonly ephemeralVolumeDevices: boolean;
  /** Ephemeral containers that ended do not come back. */
  readonly ephemeralContainersStayEnded: boolean;
  /** Mirror pods get no ephemeral containers. */
  readonly mirrorPodsRefuseEphemeralContainers: boolean;
  /** Image volumes have no paths in them. */
  readonly imageVolumesRefuseSubPaths: boolean;
  /** References of image volumes are needed in templates too. */
  readonly imageReferencesRequiredInTemplates: boolean;
  /** Errors of devices name ephemeral volumes. */
  readonly ephemeralVolumesNamedForDevices: boolean;
  /** A probe's grace period is more than 0. */
  readonly probeGracePositive: boolean;
  /** Errors of sleeping 0 seconds name the gate for it. */
  readonly sleepErrorsNameGate: boolean;
  /** The path of a CSI secret ends in a space, a slip. */
  readonly csiSecretPathHasSpace: boolean;
  /** Trust bundles' errors say clusterTrustBundlePEM. */
  readonly trustBundlePathSaysPEM: boolean;
  /** Errors of addresses show examples, and host aliases are counted. apimachinery's pkg/util/validation. */
  readonly addressErrorsShowExamples: boolean;
  /** Values of a required node affinity are label values. */
  readonly nodeAffinityValuesChecked: boolean;
  /** Errors of affinity's selectors say labelSelector; before, matchExpressions. */
  readonly affinitySelectorsNamed: boolean;
  /** Selectors of topology spread are checked. */
  readonly spreadSelectorsChecked: boolean;
  /** matchLabelKeys of topology spread need a selector. */
  readonly spreadKeysNeedSelector: boolean;
  /** Errors of pods with own users say `hostUsers`, and devices are refused. */
  readonly hostUsersNamedShort: boolean;
  /** Pods with own users may have few types of volumes. */
  readonly hostUsersLimitVolumes: boolean;
  /** procMount Unmasked needs own users. */
  readonly procMountNeedsOwnUsers: boolean;
  /** Names of sysctls may have slashes, and errors show the anchors of the rule. */
  readonly sysctlsMayHaveSlashes: boolean;
  /** Sysctls of namespaces that are the host's are refused. */
  readonly sysctlsHeedHostNamespaces: boolean;
  /** A pod that had SYS_ADMIN and no escalation may keep both. */
  readonly sysAdminContradictionKept: boolean;
  /** A missing name of the operating system is explained. */
  readonly missingOSExplained: boolean;
  /** Errors of tolerations that exist show the whole toleration. */
  readonly tolerationErrorsShowAll: boolean;
  /** Tolerations may compare by Lt and Gt, where the gate is on. */
  readonly tolerationsCompare: boolean;
  /** Scheduling gates have qualified names. */
  readonly schedulingGatesQualified: boolean;
  /** Names in claims of devices are checked. */
  readonly resourceClaimNamesChecked: boolean;
  /** Claims of devices name their source themselves. */
  readonly resourceClaimsAreFlat: boolean;
  /** Mirror pods have no claims of devices. */
  readonly mirrorPodsRefuseClaims: boolean;
  /** Huge pages are asked for in whole pages. */
  readonly hugePagesAreWhole: boolean;
  /** A pod as a whole may ask for huge pages. k8s.io/component-helpers/resource. */
  readonly podLevelHugePages: boolean;
  /** A pod as a whole need not ask for all that its containers do. */
  readonly podLevelResourcesMayBePartial: boolean;
  /** What a resize does where a pod asks as a whole: never, or as a gate says. */
  readonly podLevelResizes: 'never' | 'gated';
  /** Pods with claims of what nodes can allocate are not resized. */
  readonly allocatableClaimsPreventResize: boolean;
  /** A resize looks at volumes. */
  readonly resizesVolumes: boolean;
  /** A request above its limit is told the limit. */
  readonly requestErrorsShowLimit: boolean;
  /** A negative grace period is refused, where it is not changed before. */
  readonly negativeGraceRefused: boolean;
  /** The path of a projected token must stay inside its volume. */
  readonly projectedTokenPathIsLocal: boolean;
  /** A projection of two types is told `… per source`. */
  readonly projectionLimitIsPerSource: boolean;
  /** status.hostIPs exists as a downward API field. */
  readonly podHostIPs: boolean;
  /** Errors of a status's conditions say so, and not metadata. */
  readonly podConditionsUnderStatus: boolean;
  /** The quality of service in a status does not change. */
  readonly podQOSClassIsFixed: boolean;
  /** Addresses of pods may come twice, and those that were there are not checked. */
  readonly podAddressesMayRepeat: boolean;
  /** podIPs and podIP go together. */
  readonly podIPsNeedPodIP: boolean;
  /** Errors of address families say which address is wrong by its index. k8s.io/utils/net. */
  readonly invalidAddressesCounted: boolean;
  /** Errors of users in a status say `user.linux`. */
  readonly statusUserErrorsNameUser: boolean;
  /** Users in a status may have ids of 32 bits without a sign. */
  readonly statusUsersAreUnsigned: boolean;
  /** Errors of a claim's status say resourceClaimName. */
  readonly claimStatusErrorsNameClaim: boolean;
  /** Mappings of extended claims differ by request. */
  readonly extendedClaimsNameRequests: boolean;
  /** How the status of a resource may name a claim. */
  readonly resourceStatusesOfClaims: 'unknown' | 'own' | 'extended';
}
