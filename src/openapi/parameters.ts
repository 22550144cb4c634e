/** Parameters of operations. Source: AddObjectParams in k8s.io/apiserver/pkg/endpoints/installer.go. */
import { dereference, type Schemas } from '../apis/schema/schema.js';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly type: 'string' | 'integer' | 'boolean';
  readonly description: string;
}

const pathParameter = (name: string, description: string): Parameter => ({
  name,
  in: 'path',
  type: 'string',
  description,
});
export const NAME = pathParameter('name', 'name of the object');
export const NAMESPACE = pathParameter('namespace', 'namespace of the object');
export const PRETTY: Parameter = {
  name: 'pretty',
  in: 'query',
  type: 'string',
  description: 'If true, the answer is indented.',
};

/** Parameters that a deletion of a collection does not take. */
export const WATCHING: ReadonlySet<string> = new Set(['watch', 'allowWatchBookmarks']);

/** The options' fields as the query has them: lists are given by repeating them, structs are not given. */
export function queryParameters(schemas: Schemas, definition: string): readonly Parameter[] {
  return [...schemas.fields(definition).values()].flatMap(({ json, type }): Parameter[] => {
    const inner = dereference(type);
    if (inner.kind === 'struct' || json === 'kind' || json === 'apiVersion') return [];
    const scalar = inner.kind === 'scalar' ? inner.scalar : 'string';
    const shown = scalar === 'bool' ? 'boolean' : scalar === 'int64' || scalar === 'int32' ? 'integer' : 'string';
    return [
      {
        name: json,
        in: 'query',
        type: shown,
        description: `${json} of ${definition.slice(definition.lastIndexOf('.') + 1)}`,
      },
    ];
  });
}

/** Each name once. */
export function unique(parameters: readonly Parameter[]): readonly Parameter[] {
  return [...new Map(parameters.map((parameter) => [parameter.name, parameter])).values()];
}
