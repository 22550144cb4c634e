/** What upstream changed about admission plug-ins without a feature gate. */

export interface AdmissionBehaviours {
  /** Of several default storage classes the newest counts; once, claims were refused. plugin/pkg/admission/storage/storageclass/setdefault. */
  readonly newestStorageClassIsDefault: boolean;
  /** Of several default ingress classes the newest counts; once, ingresses were refused. plugin/pkg/admission/network/defaultingressclass. */
  readonly newestIngressClassIsDefault: boolean;
  /** Volume attributes classes get a finalizer. plugin/pkg/admission/storage/storageobjectinuseprotection. */
  readonly volumeAttributesClassesProtected: boolean;
  /** What a pod asks for in all counts sidecars, and what but some containers ask for. plugin/pkg/admission/limitranger. */
  readonly limitRangesSumWhatIsAsked: boolean;
  /** Quotas count resizes of pods. pkg/quota/v1/evaluator/core/pods.go. */
  readonly quotasCountResizes: boolean;
  /** Pods that get a deadline, or lose it, change from one scope to another. Same source. */
  readonly quotasFollowDeadlines: boolean;
  /** Quotas tell which containers do not say what they ask for. Same source. */
  readonly quotasNameContainers: boolean;
  /** Pods are counted by the device classes that they name as resources. Same source. */
  readonly quotasKnowDeviceClasses: boolean;
  /** Quotas count claims of devices. pkg/quota/v1/evaluator/core/registry.go. */
  readonly quotasCountDevices: boolean;
  /** What plain scopes are told that are not asked for by Exists. pkg/apis/core/validation/validation.go. */
  readonly plainScopesText: string;
  /** Quotas that allow more requests than limits are warned of. pkg/registry/core/resourcequota/strategy.go. */
  readonly quotaWarnings: boolean;
  /** Quotas look at attributes classes, and at what a claim's status tells. pkg/quota/v1/evaluator/core/persistent_volume_claims.go. */
  readonly quotasFollowClaims: boolean;
  /** The labels that pods take over from their node are of this domain. plugin/pkg/admission/podtopologylabels. */
  readonly podTopologyLabelDomain: 'topology.k8s.io' | 'topology.kubernetes.io';
  /** AlwaysPullImages leaves pods alone whose images do not change. plugin/pkg/admission/alwayspullimages. */
  readonly knownImagesMayBePresent: boolean;
  /** … and looks at volumes of images. Same source. */
  readonly imageVolumesAlwaysPulled: boolean;
  /** Who may change the finalizers of anything may block the deletion of any owner. plugin/pkg/admission/gc. */
  readonly finalizersOfAnythingAsked: boolean;
  /** The newest version of the Pod Security Standards that differs from the one before. k8s.io/pod-security-admission/policy. */
  readonly podSecurityNewestPolicy: number;
  /** Restricted checks take the place of the baseline's. Same source. */
  readonly podSecurityOverrides: boolean;
  /** Without a label of its own, what is warned of is what is enforced. k8s.io/pod-security-admission/api. */
  readonly podSecurityWarnsOfWhatIsEnforced: boolean;
  /** Which changes of seccomp annotations have a pod looked at again. k8s.io/pod-security-admission/admission. */
  readonly podSecuritySeccompAnnotations: 'of pods, too' | 'of containers' | 'ignored';
  /** Namespaces that are missing are told in quotes. Same source. */
  readonly podSecurityQuotesNamespaces: boolean;
  /** AppArmor profiles are looked for in fields as well. k8s.io/pod-security-admission/policy. */
  readonly podSecurityChecksAppArmorFields: boolean;
  /** SELinux users and roles are told beside a good type as well. Same source. */
  readonly podSecurityTellsSELinuxUsers: boolean;
  /** Volumes of images are not restricted. Same source. */
  readonly podSecurityAllowsImageVolumes: boolean;
  /** The gate of user namespaces relaxes what is said of procMount. Same source. */
  readonly procMountRelaxedForUserNamespaces: boolean;
  /** Kubelets change no owners of their node, delete no slices of others, and ask for certificates of their own name. plugin/pkg/admission/noderestriction. */
  readonly nodesKeepToThemselves: boolean;
  /** Kubelets are told the UID that a pod has, where they think of another. Same source. */
  readonly nodesSeeUIDsInRecord: boolean;
  /** Which audiences kubelets may ask tokens for. Same source. */
  readonly nodeAudiences: 'of volumes' | 'of volumes or granted' | 'granted';
  /** What kubelets are told that they may change of claims. Same source. */
  readonly claimSizeInRefusals: 'capacity' | 'quantity';
  /** Mirror pods have no volumes that need the API. Same source. */
  readonly mirrorPodsNameNoVolumes: boolean;
  /** Mirror pods claim no devices. Same source. */
  readonly mirrorPodsClaimNoDevices: boolean;
  /** Claims are warned of an old annotation, and of sizes that are no whole bytes. pkg/api/persistentvolumeclaim/util.go. */
  readonly claimWarnings: boolean;
  /** Ingresses are warned of an old annotation. pkg/registry/networking/ingress/strategy.go. */
  readonly ingressAnnotationWarning: boolean;
}
