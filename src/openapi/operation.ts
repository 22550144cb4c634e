/** Operations and paths before either dialect. Source: pkg/builder/openapi.go of k8s.io/kube-openapi. */
import { type GroupVersionKind } from '../apis/meta/v1.js';
import { type Parameter, sortedByName } from './parameters.js';

export interface Body {
  readonly definition: string;
  readonly required: boolean;
}

export type Method = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch';

export interface Operation {
  readonly method: Method;
  /** `post`, `list`, `deletecollection`, `connect` …; none for what is no resource. */
  readonly action?: string;
  readonly id: string;
  readonly description: string;
  readonly gvk?: GroupVersionKind;
  /** All of them; those that all operations of a path have are shown once. */
  readonly parameters: readonly Parameter[];
  readonly body?: Body;
  /** The media types of a body; empty: said nowhere. */
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  /** The definition that is answered; 'string' for plain text; undefined: nothing. */
  readonly answer: string | undefined;
  readonly codes: readonly number[];
}

export interface Path {
  readonly path: string;
  /** The document it belongs to: `api/v1`, `apis/rbac.authorization.k8s.io/v1`, `version`. */
  readonly document: string;
  /** `core_v1` */
  readonly tag: string;
  /** What all operations take; they do not have it themselves. */
  readonly parameters: readonly Parameter[];
  readonly operations: readonly Operation[];
}

/** Takes what all operations have in common out of them. */
export function newPath(place: Pick<Path, 'path' | 'document' | 'tag'>, operations: readonly Operation[]): Path {
  const counts = new Map<Parameter, number>();
  for (const { parameters } of operations) {
    for (const parameter of parameters) counts.set(parameter, (counts.get(parameter) ?? 0) + 1);
  }
  const isCommon = (parameter: Parameter): boolean => counts.get(parameter) === operations.length;
  return {
    ...place,
    parameters: sortedByName([...counts.keys()].filter(isCommon)),
    operations: operations.map((operation) => ({
      ...operation,
      parameters: sortedByName(operation.parameters.filter((parameter) => !isCommon(parameter))),
    })),
  };
}
