/** The swagger 2.0 document. */
import { createHash } from 'node:crypto';
import { type JsonObject, REFERENCE_PREFIX } from './definition-schemas.js';
import { type Body, type Operation, type Path } from './operation.js';
import { type Parameter } from './parameters.js';

export const CODE_TEXTS: Readonly<Record<number, string>> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  401: 'Unauthorized',
};

export const BEARER_TOKEN = {
  BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
};

/** `shares`: parameters that many operations have are written once, and referred to. */
export function documentV2(
  version: string,
  paths: readonly Path[],
  definitions: JsonObject,
  shares: boolean,
): JsonObject {
  const writer = new OperationsV2(shares);
  const items = paths.map((path) => [path.path, writer.pathItem(path)] as const);
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version },
    paths: Object.fromEntries(items.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    definitions,
    ...(shares ? { parameters: writer.shared() } : {}),
    securityDefinitions: BEARER_TOKEN,
    security: [{ BearerToken: [] }],
  };
}

/** What kubectl looks for in an operation must stand there. Source: pkg/builder/parameters.go of k8s.io/kube-openapi. */
const NEVER_SHARED: ReadonlySet<string> = new Set(['name', 'fieldValidation', 'dryRun']);

class OperationsV2 {
  readonly #shares: boolean;
  readonly #written = new Map<Parameter, JsonObject>();
  readonly #bodies = new Map<string, JsonObject>();
  readonly #shared = new Map<string, JsonObject>();

  constructor(shares: boolean) {
    this.#shares = shares;
  }

  /** In order of name, for those that were written before. */
  shared(): JsonObject {
    return Object.fromEntries([...this.#shared].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  pathItem(path: Path): JsonObject {
    return {
      ...Object.fromEntries(
        path.operations.map((operation) => [operation.method, this.#operation(operation, path.tag)]),
      ),
      ...(path.parameters.length === 0 ? {} : { parameters: path.parameters.map((each) => this.#parameter(each)) }),
    };
  }

  #operation(operation: Operation, tag: string): JsonObject {
    const { body, action, gvk, answer, consumes } = operation;
    const parameters = [
      ...(body === undefined ? [] : [this.#body(body)]),
      ...operation.parameters.map((each) => this.#parameter(each)),
    ];
    return {
      description: operation.description,
      ...(consumes.length === 0 ? {} : { consumes }),
      produces: operation.produces,
      schemes: ['https'],
      tags: [tag],
      operationId: operation.id,
      ...(parameters.length === 0 ? {} : { parameters }),
      responses: Object.fromEntries([
        ...operation.codes.map((code) => [code, { description: CODE_TEXTS[code], ...schemaOf(answer) }]),
        [401, { description: CODE_TEXTS[401] }],
      ]),
      ...(action === undefined ? {} : { 'x-kubernetes-action': action }),
      ...(gvk === undefined ? {} : { 'x-kubernetes-group-version-kind': gvk }),
    };
  }

  #body({ definition, required }: Body): JsonObject {
    const key = `${definition} ${required}`;
    let written = this.#bodies.get(key);
    if (written === undefined) {
      const body = {
        name: 'body',
        in: 'body',
        ...(required ? { required } : {}),
        schema: { $ref: REFERENCE_PREFIX.v2 + definition },
      };
      written = definition.startsWith('io.k8s.apimachinery') ? this.#share('body', body) : body;
      this.#bodies.set(key, written);
    }
    return written;
  }

  #parameter(parameter: Parameter): JsonObject {
    let written = this.#written.get(parameter);
    if (written === undefined) {
      const { name, in: place, type, description } = parameter;
      const required = place === 'path' ? { required: true } : {};
      const whole = { uniqueItems: true, type, description, name, in: place, ...required };
      written = NEVER_SHARED.has(name) ? whole : this.#share(name, whole);
      this.#written.set(parameter, written);
    }
    return written;
  }

  #share(name: string, parameter: JsonObject): JsonObject {
    if (!this.#shares) return parameter;
    const hash = createHash('sha256').update(JSON.stringify(parameter)).digest('base64url').slice(0, 8);
    this.#shared.set(`${name}-${hash}`, parameter);
    return { $ref: `#/parameters/${name}-${hash}` };
  }
}

function schemaOf(answer: string | undefined): JsonObject {
  if (answer === undefined) return {};
  return { schema: answer === 'string' ? { type: 'string' } : { $ref: REFERENCE_PREFIX.v2 + answer } };
}
