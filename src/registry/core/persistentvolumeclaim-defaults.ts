/** Claims of storage, alone and inside other kinds. Source: pkg/apis/core/v1/defaults.go, pkg/api/persistentvolumeclaim. */
import { type ObjectMeta } from '../../apis/meta/v1.js';
import { type ResourceList } from '../../apis/core/pod.js';
import { type LabelSelector } from '../../apis/validation/label-selector.js';

export interface ClaimSpec {
  accessModes?: string[];
  selector?: LabelSelector;
  resources?: { requests?: ResourceList; limits?: ResourceList };
  volumeName?: string;
  storageClassName?: string;
  volumeMode?: string;
  dataSource?: DataSource;
  dataSourceRef?: DataSource;
  volumeAttributesClassName?: string;
}

export interface DataSource {
  apiGroup?: string | null;
  kind?: string;
  name?: string;
  namespace?: string;
}

/** A claim inside a stateful set. */
export interface ClaimTemplate {
  apiVersion?: string;
  kind?: string;
  metadata?: Partial<ObjectMeta>;
  spec?: ClaimSpec;
  status?: { phase?: string };
}

export function defaultClaimSpec(spec: ClaimSpec): void {
  spec.volumeMode ??= 'Filesystem';
}
