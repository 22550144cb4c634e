/** One row per Kubernetes minor: what changed against the row above, and the newest patch release. */
import { type Behaviours } from './behaviours.js';

export interface VersionRow {
  readonly minor: number;
  readonly patch: number;
  readonly behaviours: Partial<Behaviours>;
}

const IMAGES = '`spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`';
const TOLERATIONS = '`spec.tolerations` (only additions to existing tolerations)';
const GRACE = '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export const FIRST_ROW: VersionRow & { readonly behaviours: Behaviours } = {
  minor: 20,
  patch: 15,
  behaviours: {
    joseLibrary: 'square/go-jose',
    tokenRequestFillsUid: false,
    tokenRequestBindsWebhooks: false,
    tokenErrorsNameServiceAccount: false,
    tokenUidCheckedFirst: false,
    tokenTimesOptional: false,
    tokenKeysPickedByKeyId: false,
    legacyTokenInvalidSince: false,
    certificateCredentialId: false,
    notAcceptableListsTypes: false,
    servedVersions: [
      'v1',
      'authentication.k8s.io/v1',
      'authentication.k8s.io/v1beta1',
      'authorization.k8s.io/v1',
      'authorization.k8s.io/v1beta1',
      'rbac.authorization.k8s.io/v1',
      'rbac.authorization.k8s.io/v1beta1',
    ],
    tokenRequestFillsMetadata: false,
    tokenRequestChecksName: false,
    tokenRequestWarnsShortened: false,
    tokenRequestExtensionNeedsApiAudience: false,
    serviceAccountSecretsColumn: true,
    nullCreationTimestamp: true,
    rootCADescriptionAnnotation: false,
    labelLengthUnit: 'characters',
    labelKeyTerm: 'a qualified name',
    dottedLabelIsNamed: false,
    tooLongPhrase: 'must have at most',
    structuredValuesAsJson: false,
    controllersNamedWithKind: false,
    declarativeMetadataValidation: false,
    labelSelectorErrorsAreFieldErrors: false,
    labelSelectorListsOperators: false,
    podGenerations: false,
    podHostNetworkSelectable: false,
    projectedTokenPathIsLocal: false,
    projectionLimitIsPerSource: false,
    requestErrorsShowLimit: false,
    podHostIPs: false,
    mountableSecretsCoverEnvFrom: false,
    mountableSecretsCoverEphemeralContainers: false,
    podWarnings: false,
    podNameWarnings: false,
    podDuplicateWarnings: false,
    podPortNameWarnings: false,
    podPathWarnings: false,
    podRestartsShowAge: false,
    podStatusCountsSidecars: false,
    podTerminalStatusKept: false,
    podStatusPrefersErrors: false,
    updatablePodFields: `${IMAGES} or ${TOLERATIONS}`,
  },
};

export const LATER_ROWS: readonly VersionRow[] = [
  { minor: 21, patch: 14, behaviours: { labelSelectorErrorsAreFieldErrors: true } },
  {
    minor: 22,
    patch: 17,
    behaviours: {
      podWarnings: true,
      podRestartsShowAge: true,
      updatablePodFields: `${IMAGES}, ${TOLERATIONS} or ${GRACE}`,
      labelSelectorListsOperators: true,
      servedVersions: ['v1', 'authentication.k8s.io/v1', 'authorization.k8s.io/v1', 'rbac.authorization.k8s.io/v1'],
      rootCADescriptionAnnotation: true,
    },
  },
  { minor: 23, patch: 17, behaviours: { tokenErrorsNameServiceAccount: true } },
  {
    minor: 24,
    patch: 17,
    behaviours: {
      mountableSecretsCoverEphemeralContainers: true,
      tokenRequestFillsMetadata: true,
      tokenRequestChecksName: true,
      tokenRequestWarnsShortened: true,
      tokenRequestExtensionNeedsApiAudience: true,
    },
  },
  { minor: 25, patch: 16, behaviours: { notAcceptableListsTypes: true } },
  { minor: 26, patch: 15, behaviours: { controllersNamedWithKind: true } },
  {
    minor: 27,
    patch: 16,
    behaviours: {
      requestErrorsShowLimit: true,
      mountableSecretsCoverEnvFrom: true,
      podNameWarnings: true,
      updatablePodFields: `${IMAGES},${TOLERATIONS},${GRACE}`.replaceAll('`, `', '`,`'),
      tokenTimesOptional: true,
      dottedLabelIsNamed: true,
    },
  },
  {
    minor: 28,
    patch: 15,
    behaviours: {
      podHostNetworkSelectable: true,
      podHostIPs: true,
      podDuplicateWarnings: true,
      podStatusCountsSidecars: true,
    },
  },
  { minor: 29, patch: 15, behaviours: { tokenUidCheckedFirst: true, legacyTokenInvalidSince: true } },
  { minor: 30, patch: 14, behaviours: { projectedTokenPathIsLocal: true } },
  {
    minor: 31,
    patch: 14,
    behaviours: { projectionLimitIsPerSource: true, podTerminalStatusKept: true, tokenKeysPickedByKeyId: true },
  },
  {
    minor: 32,
    patch: 10,
    behaviours: { podPathWarnings: true, certificateCredentialId: true, tooLongPhrase: 'may not be more than' },
  },
  {
    minor: 33,
    patch: 6,
    behaviours: { podGenerations: true, podPortNameWarnings: true, joseLibrary: 'go-jose/go-jose' },
  },
  { minor: 34, patch: 2, behaviours: { tokenRequestFillsUid: true, structuredValuesAsJson: true } },
  {
    minor: 35,
    patch: 0,
    behaviours: {
      podStatusPrefersErrors: true,
      labelLengthUnit: 'bytes',
      labelKeyTerm: 'a valid label key',
      serviceAccountSecretsColumn: false,
      nullCreationTimestamp: false,
    },
  },
  { minor: 36, patch: 0, behaviours: {} },
  { minor: 37, patch: 2, behaviours: { tokenRequestBindsWebhooks: true, declarativeMetadataValidation: true } },
];
