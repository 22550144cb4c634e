/** Admission behaviours by version; like versions.ts, a table. */
import { type AdmissionBehaviours } from './admission-behaviours.js';

const PLAIN_SCOPES = 'ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort';
const PLAIN_SCOPES_WITH_AFFINITY = `${PLAIN_SCOPES}, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity`;

/** Those of the oldest minor. */
export const FIRST_ADMISSION_BEHAVIOURS: AdmissionBehaviours = {
  newestStorageClassIsDefault: false,
  newestIngressClassIsDefault: false,
  volumeAttributesClassesProtected: false,
  limitRangesSumWhatIsAsked: false,
  quotasCountResizes: false,
  quotasFollowDeadlines: false,
  quotasNameContainers: false,
  quotasKnowDeviceClasses: false,
  quotasCountDevices: false,
  quotasFollowClaims: false,
  plainScopesText: `must be 'Exist' only operator when scope is any of ${PLAIN_SCOPES} and ResourceQuotaScopeNotBestEffort`,
  quotaWarnings: false,
  podTopologyLabelDomain: 'topology.k8s.io',
  knownImagesMayBePresent: false,
  imageVolumesAlwaysPulled: false,
  finalizersOfAnythingAsked: false,
  podSecurityNewestPolicy: 22,
  podSecurityOverrides: false,
  podSecurityWarnsOfWhatIsEnforced: false,
  podSecuritySeccompAnnotations: 'of pods, too',
  podSecurityQuotesNamespaces: false,
  podSecurityChecksAppArmorFields: false,
  podSecurityTellsSELinuxUsers: false,
  podSecurityAllowsImageVolumes: false,
  procMountRelaxedForUserNamespaces: false,
  nodesKeepToThemselves: false,
  nodesSeeUIDsInRecord: true,
  nodeAudiences: 'of volumes',
  claimSizeInRefusals: 'capacity',
  mirrorPodsNameNoVolumes: false,
  mirrorPodsClaimNoDevices: false,
  claimWarnings: false,
  ingressAnnotationWarning: false,
};

/** By minor, in order. */
export const LATER_ADMISSION_BEHAVIOURS: readonly (readonly [minor: number, changes: Partial<AdmissionBehaviours>])[] =
  [
    [
      21,
      {
        knownImagesMayBePresent: true,
        finalizersOfAnythingAsked: true,
        nodesSeeUIDsInRecord: false,
        plainScopesText: `must be 'Exist' when scope is any of ${PLAIN_SCOPES_WITH_AFFINITY}`,
      },
    ],
    [23, { podSecurityNewestPolicy: 23 }],
    [24, { podSecurityOverrides: true, quotasNameContainers: true }],
    [
      25,
      {
        newestIngressClassIsDefault: true,
        podSecurityNewestPolicy: 25,
        podSecuritySeccompAnnotations: 'of containers',
        podSecurityQuotesNamespaces: true,
      },
    ],
    [
      26,
      {
        newestStorageClassIsDefault: true,
        claimWarnings: true,
        podSecurityWarnsOfWhatIsEnforced: true,
        podSecurityTellsSELinuxUsers: true,
      },
    ],
    [27, { ingressAnnotationWarning: true, podSecurityNewestPolicy: 27, podSecuritySeccompAnnotations: 'ignored' }],
    [28, { limitRangesSumWhatIsAsked: true }],
    [29, { podSecurityNewestPolicy: 29 }],
    [30, { podSecurityChecksAppArmorFields: true, claimSizeInRefusals: 'quantity' }],
    [
      31,
      {
        imageVolumesAlwaysPulled: true,
        nodesKeepToThemselves: true,
        podSecurityNewestPolicy: 31,
        procMountRelaxedForUserNamespaces: true,
        quotasCountDevices: true,
        plainScopesText: `must be 'Exists' when scope is any of ${PLAIN_SCOPES_WITH_AFFINITY}`,
      },
    ],
    [32, { podSecurityNewestPolicy: 32, quotasCountResizes: true, mirrorPodsClaimNoDevices: true }],
    [
      33,
      {
        volumeAttributesClassesProtected: true,
        nodeAudiences: 'of volumes or granted',
        podSecurityAllowsImageVolumes: true,
        quotasFollowDeadlines: true,
        quotasFollowClaims: true,
      },
    ],
    [
      34,
      { podTopologyLabelDomain: 'topology.kubernetes.io', podSecurityNewestPolicy: 34, mirrorPodsNameNoVolumes: true },
    ],
    [35, { podSecurityNewestPolicy: 35, quotasKnowDeviceClasses: true, quotaWarnings: true }],
    [37, { podSecurityNewestPolicy: 37, nodeAudiences: 'granted' }],
  ];
