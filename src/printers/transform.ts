/** Answers in the form that an Accept header asks for with `as`. Source: k8s.io/apiserver/pkg/endpoints/handlers/response.go. */
import { newNotAcceptable } from '../apis/errors.js';
import { type GroupVersionKind, type KubeList, type KubeObject } from '../apis/meta/v1.js';
import { type Features } from '../features/features.js';
import { type AnyKind } from '../registry/rest.js';
import { type MetaGroupVersion, toPartialObjectMetadata, toPartialObjectMetadataList } from './partial-metadata.js';
import { isKubeList, parseIncludeObject, type Table, toTable } from './table.js';

export interface TransformContext {
  /** The kind of the object, or of the list's items. */
  readonly kind: Pick<AnyKind, 'group' | 'kind' | 'columns'>;
  readonly query: URLSearchParams;
  readonly features: Features;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** False for all but the first event of a watch. Default true. */
  readonly headers?: boolean;
}

/** The object, list or Status in the form `as`; a Status stays what it is. @throws StatusError 400, 406. */
export function transformObject(
  given: KubeObject | KubeList,
  as: GroupVersionKind | undefined,
  context: TransformContext,
): KubeObject | KubeList | Table {
  if (as === undefined || given.kind === 'Status') return given;
  const object = isKubeList(given) ? withoutEmptyToken(given) : given;
  const apiVersion: MetaGroupVersion = as.version === 'v1beta1' ? 'meta.k8s.io/v1beta1' : 'meta.k8s.io/v1';
  if (as.kind === 'Table') {
    const { kind, query, features, now, headers = true } = context;
    return toTable(kind.columns, object, {
      apiVersion,
      includeObject: parseIncludeObject(query),
      headers,
      now,
      features,
    });
  }
  if (as.kind === 'PartialObjectMetadataList') {
    if (isKubeList(object)) return toPartialObjectMetadataList(object, apiVersion);
    throw newNotAcceptable(
      `you requested PartialObjectMetadataList, but the requested object is not a list (${goType(context, '')})`,
    );
  }
  if (!isKubeList(object)) return toPartialObjectMetadata(object, apiVersion);
  throw newNotAcceptable(
    `you requested PartialObjectMetadata, but the requested object is a list (${goType(context, 'List')})`,
  );
}

/** Lists of custom objects have a token even where it is empty, what is made of them does not. */
function withoutEmptyToken(list: KubeList): KubeList {
  const { continue: token, ...metadata } = list.metadata;
  return token === '' ? { ...list, metadata } : list;
}

// The Go type behind a kind: its package is named after the group's first label.
function goType({ kind }: TransformContext, suffix: string): string {
  const [label = ''] = kind.group.split('.');
  return `*${label === '' ? 'core' : label}.${kind.kind}${suffix}`;
}
