/** Parameters of operations. Source: AddObjectParams in k8s.io/apiserver/pkg/endpoints/installer.go. */
import { dereference, type Schemas } from '../apis/schema/schema.js';
import { fieldSentence } from './sentences.js';

/** Equal parameters are one object, so that they are found again. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly type: 'string' | 'integer' | 'boolean';
  readonly description: string;
}

function pathParameter(name: string, description: string): Parameter {
  return { name, in: 'path', type: 'string', description };
}

export const NAMESPACE = pathParameter('namespace', 'The namespace that the objects are in.');
export const PATH = pathParameter('path', 'What follows in the path, for the one that the request is handed on to.');
export const PRETTY: Parameter = {
  name: 'pretty',
  in: 'query',
  type: 'string',
  description: 'If true, the answer is indented.',
};

/** Of reads, before 1.21. */
export const EXPORT: readonly Parameter[] = [
  { name: 'exact', in: 'query', type: 'boolean', description: 'No longer of any effect.' },
  { name: 'export', in: 'query', type: 'boolean', description: 'No longer of any effect.' },
];

/** Parameters that a deletion of a collection does not take. */
export const WATCHING: ReadonlySet<string> = new Set(['watch', 'allowWatchBookmarks']);

/** Makes the parameters of one document. */
export class Parameters {
  readonly #schemas: Schemas;
  readonly #left: ReadonlySet<string>;
  readonly #options = new Map<string, readonly Parameter[]>();
  readonly #names = new Map<string, Parameter>();

  /** `left`: names that are left out. */
  constructor(schemas: Schemas, left: ReadonlySet<string>) {
    this.#schemas = schemas;
    this.#left = left;
  }

  /** The object's name, as a part of the path. */
  name(kind: string): Parameter {
    let parameter = this.#names.get(kind);
    if (parameter === undefined) {
      this.#names.set(kind, (parameter = pathParameter('name', `The name of the ${kind}.`)));
    }
    return parameter;
  }

  /** The fields of options as a query has them: lists are given by repeating them, structs and times cannot be given. */
  options(definition: string): readonly Parameter[] {
    let parameters = this.#options.get(definition);
    if (parameters === undefined) this.#options.set(definition, (parameters = this.#make(definition)));
    return parameters;
  }

  #make(definition: string): readonly Parameter[] {
    if (!this.#schemas.has(definition)) return [];
    return [...this.#schemas.fields(definition).values()].flatMap(({ json, type }): Parameter[] => {
      let inner = dereference(type);
      if (inner.kind === 'list') inner = dereference(inner.element);
      if (inner.kind !== 'scalar' || json === 'kind' || json === 'apiVersion' || this.#left.has(json)) return [];
      const { scalar } = inner;
      const shown = scalar === 'bool' ? 'boolean' : scalar === 'int64' || scalar === 'int32' ? 'integer' : 'string';
      return [{ name: json, in: 'query', type: shown, description: fieldSentence(definition, json) }];
    });
  }
}

/** Each name once, the first of them. */
export function unique(parameters: readonly Parameter[]): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const parameter of parameters) if (!found.has(parameter.name)) found.set(parameter.name, parameter);
  return [...found.values()];
}

export function sortedByName(parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
