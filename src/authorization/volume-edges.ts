/** What a persistent volume is bound to, and the secrets that its node needs. Source: pkg/api/v1/persistentvolume/util.go (VisitPVSecretNames). */
import { type KubeObject } from '../apis/meta/v1.js';

export interface NamespacedName {
  readonly namespace: string;
  readonly name: string;
}

interface Reference {
  readonly namespace?: string;
  readonly name?: string;
}

interface VolumeSpec {
  readonly claimRef?: Reference;
  readonly azureFile?: { readonly secretName?: string; readonly secretNamespace?: string };
  readonly csi?: Readonly<Record<string, Reference | undefined>>;
  readonly [source: string]: unknown;
}

/** Sources with a `secretRef`, and whether one without a namespace means the claim's. */
const WITH_SECRET_REF: readonly (readonly [source: string, inClaimNamespace: boolean])[] = [
  ['cephfs', true],
  ['cinder', false],
  ['flexVolume', true],
  ['rbd', true],
  ['scaleIO', true],
  ['iscsi', true],
  ['storageos', false],
];

/** The secrets of CSI drivers that nodes see; those of controllers they do not. */
const CSI_NODE_SECRETS = ['nodePublishSecretRef', 'nodeStageSecretRef', 'nodeExpandSecretRef'];

/** `claim`: undefined where the volume is bound to none. */
export function volumeEdges(volume: KubeObject): {
  readonly claim: NamespacedName | undefined;
  readonly secrets: readonly NamespacedName[];
} {
  const { spec = {} } = volume as { spec?: VolumeSpec };
  if (spec.claimRef === undefined) return { claim: undefined, secrets: [] };
  const claim = { namespace: spec.claimRef.namespace ?? '', name: spec.claimRef.name ?? '' };
  return { claim, secrets: secretsOf(spec, claim.namespace).filter(({ name }) => name !== '') };
}

function secretsOf(spec: VolumeSpec, claimNamespace: string): NamespacedName[] {
  const { azureFile, csi } = spec;
  if (azureFile !== undefined) {
    const { secretName = '', secretNamespace = '' } = azureFile;
    return [{ namespace: secretNamespace === '' ? claimNamespace : secretNamespace, name: secretName }];
  }
  const [found, inClaimNamespace] = WITH_SECRET_REF.find(([source]) => spec[source] !== undefined) ?? [];
  if (found !== undefined) {
    const { secretRef } = spec[found] as { secretRef?: Reference };
    if (secretRef === undefined) return [];
    const { namespace = '', name = '' } = secretRef;
    return [{ namespace: namespace === '' && inClaimNamespace === true ? claimNamespace : namespace, name }];
  }
  return CSI_NODE_SECRETS.flatMap((field) => {
    const reference = csi?.[field];
    return reference === undefined ? [] : [{ namespace: reference.namespace ?? '', name: reference.name ?? '' }];
  });
}
