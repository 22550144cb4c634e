/** What nobody owns as a strategy resets it. Source: GetResetFields of pkg/registry/<group>/<kind>/strategy.go. */
import { FieldSet } from '../managedfields/field-set.js';
import { fieldElement } from '../managedfields/path-element.js';
import { type FieldFilter } from '../managedfields/updater.js';
import { groupResourceString } from '../apis/meta/v1.js';
import { type Scope } from './scope.js';

/** Paths by subresource; '' is the object itself. */
type Resets = Readonly<Record<string, readonly string[]>>;

const MAIN: Resets = { '': ['status'] };

const USUAL: Resets = { ...MAIN, status: ['spec'] };

/** Of kinds whose status strategy keeps metadata too. */
const WITH_METADATA: Resets = { ...MAIN, status: ['spec', 'metadata'] };

const OTHERS: Readonly<Record<string, Resets>> = {
  'apiservices.apiregistration.k8s.io': WITH_METADATA,
  'certificatesigningrequests.certificates.k8s.io': {
    '': ['spec', 'status'],
    status: ['spec', 'status.conditions'],
    approval: ['spec', 'status.certificate'],
  },
  'compositepodgroups.scheduling.k8s.io': WITH_METADATA,
  'csinodes.storage.k8s.io': WITH_METADATA,
  'customresourcedefinitions.apiextensions.k8s.io': WITH_METADATA,
  'deployments.apps': { ...MAIN, status: ['spec', 'metadata.labels'] },
  'devicetaintrules.resource.k8s.io': WITH_METADATA,
  'evictionrequests.lifecycle.k8s.io': WITH_METADATA,
  'evictions.lifecycle.k8s.io': WITH_METADATA,
  'flowschemas.flowcontrol.apiserver.k8s.io': WITH_METADATA,
  namespaces: { ...USUAL, finalize: ['status'] },
  'podcertificaterequests.certificates.k8s.io': WITH_METADATA,
  'podgroups.scheduling.k8s.io': WITH_METADATA,
  pods: { ...MAIN, status: ['spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences'] },
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': WITH_METADATA,
  'resourceclaims.resource.k8s.io': WITH_METADATA,
  'resourcepoolstatusrequests.resource.k8s.io': WITH_METADATA,
  'servicecidrs.networking.k8s.io': WITH_METADATA,
  'storageversionmigrations.storagemigration.k8s.io': WITH_METADATA,
  'storageversions.internal.apiserver.k8s.io': WITH_METADATA,
  'validatingadmissionpolicies.admissionregistration.k8s.io': WITH_METADATA,
  'volumeattachments.storage.k8s.io': WITH_METADATA,
};

const EXCLUDED = new Map<string, FieldFilter>();

/** Undefined where nothing is reset, or where the Kubernetes version does not tell its managers. */
export function resetFields(scope: Scope, subresource: string): FieldFilter | undefined {
  const paths = resetPaths(scope, subresource);
  return paths.length === 0 ? undefined : excluding(paths);
}

/** Members of the object that are reset, whole; all there is of the object itself. */
export function resetMembers(scope: Scope, subresource: string): readonly string[] {
  return resetPaths(scope, subresource).filter((path) => !path.includes('.'));
}

function resetPaths({ kind, subresources, features }: Scope, subresource: string): readonly string[] {
  if (!features.behaviours.fieldResetsTracked || !subresources.has('status')) return [];
  const own = kind.custom === true ? WITH_METADATA : (OTHERS[groupResourceString(kind)] ?? USUAL);
  return own[subresource] ?? [];
}

function excluding(paths: readonly string[]): FieldFilter {
  const key = paths.join(' ');
  let filter = EXCLUDED.get(key);
  if (filter === undefined) {
    const excluded = FieldSet.of(...paths.map((path) => path.split('.').map(fieldElement)));
    EXCLUDED.set(key, (filter = (set) => set.recursiveDifference(excluded)));
  }
  return filter;
}
