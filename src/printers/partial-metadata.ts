/** Objects reduced to their metadata. Source: k8s.io/apimachinery/pkg/api/meta/meta.go (AsPartialObjectMetadata). */
import { type KubeList, type KubeObject } from '../apis/meta/v1.js';

/** The versions of meta.k8s.io that tables and metadata can be asked in. */
export type MetaGroupVersion = 'meta.k8s.io/v1' | 'meta.k8s.io/v1beta1';

export function toPartialObjectMetadata({ metadata }: KubeObject, apiVersion: MetaGroupVersion): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion, metadata };
}

/** The list's items carry kind and apiVersion, unlike those of other lists. */
export function toPartialObjectMetadataList({ metadata, items }: KubeList, apiVersion: MetaGroupVersion): KubeList {
  return {
    kind: 'PartialObjectMetadataList',
    apiVersion,
    metadata,
    items: items.map((item) => toPartialObjectMetadata(item, apiVersion)),
  };
}
